using System.Security.Claims;
using Telehealth.Identity;

namespace Telehealth.Consultations;

public enum SeatRole
{
    Patient,
    ClinicDoctor,
    Specialist,
}

/// <summary>Somebody who takes part in a consultation.</summary>
internal sealed record Participant(SeatRole Role, Guid PersonId)
{
    public string Seat => Role == SeatRole.Patient ? PatientSeat(PersonId) : PractitionerSeat(PersonId);

    public static string PatientSeat(Guid id) => $"patient-{id}";

    public static string PractitionerSeat(Guid id) => $"practitioner-{id}";
}

/// <summary>Who asks, where staff and patients may. A browser can hold both cookies; then the patient's page says <c>?as=patient</c>.</summary>
internal sealed record Caller(CurrentStaff? Staff, CurrentPatient? Patient, string? As)
{
    public static Caller From(ClaimsPrincipal user) => new(CurrentStaff.From(user), CurrentPatient.From(user), null);

    /// <summary>What the caller is in this consultation; null for strangers.</summary>
    public Participant? In(Consultation consultation)
    {
        if (As != "patient" && Staff is { } staff)
        {
            if (consultation.IsTreatedBy(staff.PractitionerId))
            {
                return new Participant(SeatRole.Specialist, staff.PractitionerId);
            }

            if (consultation.Kind == ConsultationKind.ClinicMediated
                && consultation.RequestedByPractitionerId == staff.PractitionerId)
            {
                return new Participant(SeatRole.ClinicDoctor, staff.PractitionerId);
            }
        }

        return Patient?.ConsultationId == consultation.Id ? new Participant(SeatRole.Patient, consultation.PatientId) : null;
    }

    /// <summary>Participants, and the department's specialists while the patient waits for one of them.</summary>
    public bool MayRead(Consultation consultation) =>
        In(consultation) is not null || (Staff is { } staff && ConsultationAccess.MayRead(consultation, staff));
}
