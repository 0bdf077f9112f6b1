using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

/// <summary>Lets the patient's own phone join, or gives a patient whose link was lost a new one: after the talk too, for the summary.</summary>
internal static class InviteToConsultation
{
    public static Task<Outcome<InvitationView>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        InvitationDesk desk,
        PublicOrigin origin,
        CancellationToken cancellation) => StoredChange.ApplyAsync<InvitationView>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindRequestedAsync(db, id, staff, cancellation)
            ?? await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
        if (consultation is null)
        {
            return ConsultationRefusals.NotFound;
        }

        return consultation.Status == ConsultationStatus.Cancelled
            ? ConsultationRefusals.Closed
            : await desk.IssueAsync(consultation, origin.Value, cancellation);
    });
}
