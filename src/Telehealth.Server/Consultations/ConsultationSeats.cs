using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Realtime;
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

    /// <summary>Those that a practitioner may sit on in a role: as the doctor of its department, or beside the patient at its site.</summary>
    public static async Task<IReadOnlyList<HeldSeat>> HeldAsync(
        IServiceScopeFactory scopes, Guid practitionerId, Guid? roleId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var running = db.Set<Consultation>().Where(consultation => consultation.Status == ConsultationStatus.InProgress
            && (consultation.DoctorPractitionerId == practitionerId
                || (consultation.Kind == ConsultationKind.ClinicMediated && consultation.RequestedByPractitionerId == practitionerId)));
        if (roleId is not null)
        {
            var role = await db.Set<PractitionerRole>().AsNoTracking().SingleAsync(one => one.Id == roleId, cancellation);
            running = running.Where(consultation =>
                (consultation.DoctorPractitionerId == practitionerId && consultation.DepartmentId == role.DepartmentId)
                || (consultation.RequestedByPractitionerId == practitionerId && consultation.RequestingInstitutionId == role.InstitutionId));
        }

        var rooms = await running.Select(consultation => consultation.Id).ToListAsync(cancellation);
        return rooms.ConvertAll(room => new HeldSeat(room, Participant.PractitionerSeat(practitionerId)));
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
