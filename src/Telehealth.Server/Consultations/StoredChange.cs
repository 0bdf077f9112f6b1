using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Reads, changes and saves once more when somebody else changed the row in between, so that a draft saved while the doctor accepts is not lost.</summary>
internal static class StoredChange
{
    private const int MaxTries = 5;

    public static async Task<Outcome<T>> ApplyAsync<T>(TelehealthDb db, Func<Task<Outcome<T>>> attempt)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (DbUpdateConcurrencyException)
            {
                if (tries == MaxTries)
                {
                    return ConsultationRefusals.ChangedMeanwhile;
                }

                db.ChangeTracker.Clear();
            }
        }
    }
}
