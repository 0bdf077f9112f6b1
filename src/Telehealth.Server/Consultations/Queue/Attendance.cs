using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>Who of a consultation has it open just now. Without the presence store nobody is called absent.</summary>
internal sealed class Attendance(IPresenceStore presence)
{
    /// <summary>The patient, or the clinic doctor beside the patient.</summary>
    public async Task<(bool IsHere, Refusal? Unknown)> IsPatientHereAsync(
        Consultation consultation, CancellationToken cancellation)
    {
        var (entries, refusal) = await presence.ListAsync(PresenceScope.Consultation(consultation.Id), cancellation);
        return (entries.Any(entry => IsHere(entry) && IsOfPatientsSide(consultation, entry.MemberId)), refusal);
    }

    /// <summary>At the consultation, or elsewhere at the desk.</summary>
    public async Task<(bool IsHere, Refusal? Unknown)> IsDoctorHereAsync(
        Consultation consultation, CancellationToken cancellation)
    {
        var (here, refusal) = await presence.ListAsync(PresenceScope.Consultation(consultation.Id), cancellation);
        var (desk, other) = await presence.ListAsync(PresenceScope.Department(consultation.DepartmentId), cancellation);
        return (here.Concat(desk).Any(entry => IsHere(entry) && consultation.IsTreatedBy(entry.MemberId)), refusal ?? other);
    }

    private static bool IsHere(PresenceEntry entry) => entry.State != PresenceState.Offline;

    private static bool IsOfPatientsSide(Consultation consultation, Guid memberId) =>
        memberId == consultation.PatientId
        || (consultation.Kind == ConsultationKind.ClinicMediated && memberId == consultation.RequestedByPractitionerId);
}
