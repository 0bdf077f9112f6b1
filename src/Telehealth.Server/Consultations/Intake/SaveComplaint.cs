using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Intake;

internal static class SaveComplaint
{
    public static Task<Outcome<MyConsultation>> Handle(
        Complaint complaint,
        CurrentPatient patient,
        TelehealthDb db,
        ConsultationReader reader,
        QueueSync sync,
        TimeProvider clock,
        CancellationToken cancellation) => StoredChange.ApplyAsync<MyConsultation>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
        var birthDate = await BirthDateAsync(db, consultation.PatientId, cancellation);
        if (consultation.SaveComplaint(complaint, birthDate, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await sync.ApplyRaisedAsync(consultation, cancellation);
        return await reader.MineAsync(consultation, cancellation);
    });

    public static Task<DateOnly> BirthDateAsync(TelehealthDb db, Guid patientId, CancellationToken cancellation) =>
        db.Set<Patient>().Where(patient => patient.Id == patientId).Select(patient => patient.BirthDate).SingleAsync(cancellation);
}
