using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations;

public sealed record SeatName(string Seat, LocalizedName Name, SeatRole Role);

/// <summary>Who sits where in a consultation's room.</summary>
internal static class ConsultationSeats
{
    public static async Task<IReadOnlyList<SeatName>> ListAsync(
        TelehealthDb db, Consultation consultation, CancellationToken cancellation)
    {
        var participants = new List<Participant> { new(SeatRole.Patient, consultation.PatientId) };
        if (consultation.Kind == ConsultationKind.ClinicMediated)
        {
            participants.Add(new Participant(SeatRole.ClinicDoctor, consultation.RequestedByPractitionerId));
        }

        if (consultation.DoctorPractitionerId is { } doctorId)
        {
            participants.Add(new Participant(SeatRole.Specialist, doctorId));
        }

        var seats = new List<SeatName>();
        foreach (var participant in participants)
        {
            seats.Add(new SeatName(
                participant.Seat, await NameAsync(db, participant, cancellation), participant.Role));
        }

        return seats;
    }

    /// <summary>Patients have one name for every language.</summary>
    public static async Task<LocalizedName> NameAsync(
        TelehealthDb db, Participant participant, CancellationToken cancellation)
    {
        if (participant.Role != SeatRole.Patient)
        {
            return await db.Set<Practitioner>().Where(practitioner => practitioner.Id == participant.PersonId)
                .Select(practitioner => practitioner.Name).SingleAsync(cancellation);
        }

        var name = await db.Set<Patient>().Where(patient => patient.Id == participant.PersonId)
            .Select(patient => patient.Name).SingleAsync(cancellation);
        return new LocalizedName(name, name);
    }
}
