using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>A patient waits, or is seen, at one place at a time, whichever department it is with.</summary>
internal static class OpenPlace
{
    /// <summary>The unique index decides between two requests that both found no other place.</summary>
    public static async Task<Refusal?> SaveAsync(TelehealthDb db, Consultation consultation, CancellationToken cancellation)
    {
        if (await FindOtherAsync(db, consultation.PatientId, consultation.Id, cancellation) is { } other)
        {
            return other;
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            if (await FindOtherAsync(db, consultation.PatientId, consultation.Id, cancellation) is { } taken)
            {
                return taken;
            }

            throw;
        }
    }

    /// <summary>The refusal that names where the patient's other place is; null when there is none.</summary>
    public static async Task<Refusal?> FindOtherAsync(
        TelehealthDb db, Guid patientId, Guid? except, CancellationToken cancellation)
    {
        var department = await db.Set<Consultation>()
            .Where(other => other.PatientId == patientId
                && other.Id != except
                && (other.Status == ConsultationStatus.Waiting || other.Status == ConsultationStatus.InProgress))
            .Join(db.Set<Department>(), other => other.DepartmentId, department => department.Id, (_, department) => department)
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellation);
        return department is null ? null : ConsultationRefusals.AlreadyWaiting(department.Name);
    }
}
