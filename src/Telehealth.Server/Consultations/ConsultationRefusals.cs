using Telehealth.Consultations.Triage;
using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>Every way this slice says no.</summary>
internal static class ConsultationRefusals
{
    public static readonly Refusal NotFound = new(RefusalKind.NotFound, "consultation.not_found");
    public static readonly Refusal NotWaiting = new(RefusalKind.Conflict, "consultation.not_waiting");
    public static readonly Refusal NotPlanned = new(RefusalKind.Conflict, "consultation.not_planned");
    public static readonly Refusal NotInProgress = new(RefusalKind.Conflict, "consultation.not_in_progress");
    public static readonly Refusal Closed = new(RefusalKind.Conflict, "consultation.closed");
    public static readonly Refusal NotDirect = new(RefusalKind.Conflict, "consultation.not_direct");
    public static readonly Refusal ConsentMissing = new(RefusalKind.Conflict, "consultation.consent_missing");
    public static readonly Refusal ComplaintMissing = new(RefusalKind.Conflict, "consultation.complaint_missing");
    public static readonly Refusal ChangedMeanwhile = new(RefusalKind.Conflict, "consultation.changed_meanwhile");
    public static readonly Refusal PatientNotFound = new(RefusalKind.NotFound, "patient.not_found");
    public static readonly Refusal DepartmentNotFound = new(RefusalKind.NotFound, "department.not_found");
    public static readonly Refusal DoctorNotFound = new(RefusalKind.NotFound, "practitioner.not_found");
    public static readonly Refusal WaitsForAnotherDoctor = new(RefusalKind.Conflict, "queue.waits_for_another_doctor");
    public static readonly Refusal QueuePaused = new(RefusalKind.Conflict, "queue.paused");
    public static readonly Refusal NothingToUndo = new(RefusalKind.Conflict, "queue.nothing_to_undo");
    public static readonly Refusal PatientIsHere = new(RefusalKind.Conflict, "consultation.patient_is_here");
    public static readonly Refusal DoctorIsHere = new(RefusalKind.Conflict, "consultation.doctor_is_here");
    public static readonly Refusal QueueEmpty = new(RefusalKind.Conflict, "queue.empty");
    public static readonly Refusal ConsentOutdated = new(RefusalKind.Conflict, "consent.outdated");

    public static readonly Refusal InvitationUnknown = new(RefusalKind.NotFound, "invitation.unknown");
    public static readonly Refusal InvitationExpired = new(RefusalKind.Gone, "invitation.expired");
    public static readonly Refusal InvitationUsed = new(RefusalKind.Gone, "invitation.used");
    public static readonly Refusal InvitationLocked = new(RefusalKind.Gone, "invitation.locked");

    public static readonly Refusal NoteNotEnded = new(RefusalKind.Conflict, "note.not_ended");
    public static readonly Refusal NoteAlreadySigned = new(RefusalKind.Conflict, "note.already_signed");
    public static readonly Refusal AmendmentReasonMissing = new(RefusalKind.Invalid, "note.amendment_reason_missing");

    public static readonly Refusal ChatEmpty = new(RefusalKind.Invalid, "chat.empty");

    public static readonly Refusal PhotoNotFound = new(RefusalKind.NotFound, "photo.not_found");
    public static readonly Refusal PhotoNotAnImage = new(RefusalKind.Invalid, "photo.not_an_image");

    public static readonly Refusal RoomNotFound = new(RefusalKind.NotFound, "room.not_found");
    public static readonly Refusal RoomNotOpen = new(RefusalKind.Conflict, "room.not_open");

    public static readonly Refusal ChatTooLong =
        With(RefusalKind.Invalid, "chat.too_long", ("maximumLength", Chat.ChatMessage.MaxTextLength));

    public static readonly Refusal PhotoTooLarge =
        With(RefusalKind.TooLarge, "photo.too_large", ("maximumBytes", Photos.ReceivedPhoto.MaxBytes));

    public static readonly Refusal PhotoTooManyPixels =
        With(RefusalKind.Invalid, "photo.too_many_pixels", ("maximumPixels", Photos.ImageCheck.MaxPixels));

    public static readonly Refusal PhotoTooMany =
        With(RefusalKind.Conflict, "photo.too_many", ("maximum", Photos.Photo.MaxCount));

    /// <summary>Says where the place is: to the patient, or to staff who look after the patient.</summary>
    public static Refusal AlreadyWaiting(LocalizedName department) =>
        With(
            RefusalKind.Conflict,
            "patient.already_waiting",
            ("departmentZh", department.Zh),
            ("departmentEn", department.En));

    public static Refusal QueueClosed(DateTimeOffset? opensAt) =>
        With(RefusalKind.Conflict, "queue.closed", ("opensAt", opensAt));

    public static Refusal QueueClosesTooSoon(DateTimeOffset closesAt) =>
        With(RefusalKind.Conflict, "queue.closes_too_soon", ("closesAt", closesAt));

    public static Refusal NoShowTooEarly(DateTimeOffset mayMissAt, DateTimeOffset now) =>
        With(
            RefusalKind.Conflict,
            "consultation.no_show_too_early",
            ("seconds", (int)Math.Ceiling((mayMissAt - now).TotalSeconds)));

    public static Refusal UrgencyTooLow(int urgency) =>
        With(RefusalKind.Conflict, "consultation.urgency_too_low", ("urgency", urgency));

    public static Refusal IdentityMismatch(int attemptsLeft) =>
        With(RefusalKind.Conflict, "invitation.identity_mismatch", ("attemptsLeft", attemptsLeft));

    public static Refusal NoteIncomplete(IReadOnlyList<string> missing) =>
        With(RefusalKind.Invalid, "note.incomplete", ("missing", missing));

    public static Refusal ImplausibleVitalSign(VitalSignRange range) =>
        With(
            RefusalKind.Invalid,
            "vital_signs.implausible",
            ("field", range.Field),
            ("minimum", range.Minimum),
            ("maximum", range.Maximum));

    private static Refusal With(RefusalKind kind, string code, params (string Name, object? Value)[] details) =>
        new(kind, code, details.ToDictionary(detail => detail.Name, detail => detail.Value));
}
