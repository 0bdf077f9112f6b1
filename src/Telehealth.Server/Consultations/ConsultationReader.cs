using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Puts a consultation together for the one who reads it.</summary>
internal sealed class ConsultationReader(
    TelehealthDb db,
    QueuePlaces places,
    PlaceNewsReader news,
    IPresenceStore presence,
    IOptions<AttendanceOptions> rules,
    TimeProvider clock)
{
    public async Task<ConsultationDetails> DetailsAsync(
        Consultation consultation, CurrentStaff staff, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var patient = await db.Set<Patient>().AsNoTracking()
            .SingleAsync(other => other.Id == consultation.PatientId, cancellation);
        var (department, site) = await DepartmentAsync(consultation, cancellation);
        return new ConsultationDetails(
            consultation.Id,
            consultation.Kind,
            consultation.Status,
            consultation.Urgency,
            PatientRecord.From(patient, now),
            DepartmentView.From(department, site),
            await RequestedByAsync(consultation, cancellation),
            await DoctorNameAsync(consultation, cancellation) is { } name
                ? new TreatingDoctor(consultation.DoctorPractitionerId!.Value, name)
                : null,
            consultation.Complaint,
            consultation.History,
            consultation.VitalSigns,
            await PhotosAsync(consultation, new Caller(staff, null, null).In(consultation) is not null, cancellation),
            consultation.Assess(patient.BirthDate, ChinaDate.Of(now)).Hits,
            await places.FindAsync(consultation, cancellation),
            await news.FindAsync(consultation, cancellation),
            CallOf(consultation),
            await news.StepsAsync(consultation.Id, cancellation),
            await NoteAsync(consultation, staff, cancellation),
            consultation.CreatedAt,
            consultation.QueuedAt,
            consultation.StartedAt,
            consultation.EndedAt,
            (await PatientsOnlineAsync([consultation], cancellation))?.Contains(consultation.Id),
            await InvitationAsync(consultation, now, cancellation));
    }

    public async Task<MyConsultation> MineAsync(Consultation consultation, CancellationToken cancellation)
    {
        var patient = await db.Set<Patient>().AsNoTracking()
            .SingleAsync(other => other.Id == consultation.PatientId, cancellation);
        var (department, site) = await DepartmentAsync(consultation, cancellation);
        var versions = await VersionsAsync(consultation, cancellation);
        return new MyConsultation(
            consultation.Id,
            consultation.Kind,
            consultation.Status,
            patient.Name,
            site.Name,
            department.Name,
            await DoctorNameAsync(consultation, cancellation),
            consultation.ConsentVersion is { } version ? new AcceptedConsent(version, consultation.ConsentAcceptedAt!.Value) : null,
            consultation.Complaint,
            await PhotosAsync(consultation, isParticipant: true, cancellation),
            await places.FindAsync(consultation, cancellation),
            await news.FindAsync(consultation, cancellation),
            consultation.Assess(patient.BirthDate, ChinaDate.Of(clock.GetUtcNow())).Hits,
            versions.Count > 0 ? versions[^1] : null,
            consultation.EndedAt);
    }

    /// <summary>The consultations whose patient is here, in one question; null while that cannot be known.</summary>
    public async Task<IReadOnlySet<Guid>?> PatientsOnlineAsync(
        IReadOnlyCollection<Consultation> consultations, CancellationToken cancellation)
    {
        var patients = consultations.ToDictionary(consultation => consultation.Id, consultation => consultation.PatientId);
        var (entries, refusal) = await presence.FindAsync(
            new PresenceQuery([.. patients.Keys.Select(PresenceScope.Consultation)], PresenceRules.MaxListed + (patients.Count * 4)),
            cancellation);
        return refusal is not null
            ? null
            : entries.Where(entry => patients[entry.Scope.Id] == entry.MemberId).Select(entry => entry.Scope.Id).ToHashSet();
    }

    private CallState? CallOf(Consultation consultation) =>
        consultation.Status == ConsultationStatus.InProgress
            ? new CallState(
                consultation.PatientEnteredAt >= consultation.StartedAt,
                consultation.MayMissAt(rules.Value)!.Value,
                consultation.MayFreeAt(rules.Value)!.Value)
            : null;

    private async Task<(Department Department, Institution Site)> DepartmentAsync(
        Consultation consultation, CancellationToken cancellation)
    {
        var row = await db.Set<Department>().AsNoTracking()
            .Where(department => department.Id == consultation.DepartmentId)
            .Join(
                db.Set<Institution>().AsNoTracking(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { department, institution })
            .SingleAsync(cancellation);
        return (row.department, row.institution);
    }

    private async Task<RequestedBy> RequestedByAsync(Consultation consultation, CancellationToken cancellation)
    {
        var practitioner = await db.Set<Practitioner>().AsNoTracking()
            .SingleAsync(other => other.Id == consultation.RequestedByPractitionerId, cancellation);
        var site = await db.Set<Institution>().AsNoTracking()
            .SingleAsync(other => other.Id == consultation.RequestingInstitutionId, cancellation);
        return new RequestedBy(practitioner.Id, practitioner.Name, site.Name);
    }

    private async Task<LocalizedName?> DoctorNameAsync(Consultation consultation, CancellationToken cancellation) =>
        consultation.DoctorPractitionerId is { } doctorId
            ? await db.Set<Practitioner>().Where(doctor => doctor.Id == doctorId).Select(doctor => doctor.Name).SingleAsync(cancellation)
            : null;

    /// <summary>What was shown in the talk stays among those who talked.</summary>
    private async Task<IReadOnlyList<PhotoView>> PhotosAsync(
        Consultation consultation, bool isParticipant, CancellationToken cancellation)
    {
        var photos = await db.Set<Photo>().AsNoTracking()
            .Where(photo => photo.ConsultationId == consultation.Id && (isParticipant || photo.TakenFor != PhotoPurpose.Chat))
            .OrderBy(photo => photo.UploadedAt).ThenBy(photo => photo.Id)
            .ToListAsync(cancellation);
        return photos.ConvertAll(photo => photo.View());
    }

    /// <summary>An unsigned draft is nobody's business but the doctor's who writes it.</summary>
    private async Task<Note> NoteAsync(Consultation consultation, CurrentStaff staff, CancellationToken cancellation)
    {
        var versions = await VersionsAsync(consultation, cancellation);
        return consultation.IsTreatedBy(staff.PractitionerId)
            && consultation.NoteDraft is { } draft && draft.AuthorPractitionerId == staff.PractitionerId
            ? new Note(draft.Text, consultation.NoteDraftSavedAt, versions)
            : new Note(null, null, versions);
    }

    private async Task<IReadOnlyList<ConsultationSummary>> VersionsAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.NoteVersions == 0)
        {
            return [];
        }

        var versions = await db.Set<NoteVersion>().AsNoTracking()
            .Where(version => version.ConsultationId == consultation.Id)
            .OrderBy(version => version.Version)
            .ToListAsync(cancellation);
        return versions.ConvertAll(version => version.Summary());
    }

    private async Task<InvitationState?> InvitationAsync(
        Consultation consultation, DateTimeOffset now, CancellationToken cancellation)
    {
        var latest = await db.Set<Invitation>().AsNoTracking()
            .Where(invitation => invitation.ConsultationId == consultation.Id)
            .OrderByDescending(invitation => invitation.CreatedAt).ThenByDescending(invitation => invitation.Id)
            .FirstOrDefaultAsync(cancellation);
        return latest is null ? null : new InvitationState(latest.StatusAt(now), latest.ExpiresAt);
    }
}
