using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>A patient waits with, or is seen by, one department at most once.</summary>
internal static class OpenPlace
{
    /// <summary>The unique index decides between two requests that both found no other place.</summary>
    public static async Task<Refusal?> SaveAsync(TelehealthDb db, Consultation consultation, CancellationToken cancellation)
    {
        if (await IsTakenAsync(db, consultation.PatientId, consultation.DepartmentId, consultation.Id, cancellation))
        {
            return ConsultationRefusals.AlreadyWaiting;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            if (await IsTakenAsync(db, consultation.PatientId, consultation.DepartmentId, consultation.Id, cancellation))
            {
                return ConsultationRefusals.AlreadyWaiting;
            }

            throw;
        }
    }

    public static Task<bool> IsTakenAsync(
        TelehealthDb db, Guid patientId, Guid departmentId, Guid? except, CancellationToken cancellation) =>
        db.Set<Consultation>().AnyAsync(
            other => other.PatientId == patientId
                && other.DepartmentId == departmentId
                && other.Id != except
                && (other.Status == ConsultationStatus.Waiting || other.Status == ConsultationStatus.InProgress),
            cancellation);
}
