using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Audit;

/// <summary>Appends to the chains, within the transaction that is open.</summary>
internal static class ChainWriter
{
    /// <summary>Chains in ascending order, so that two transactions never wait for each other in a circle.</summary>
    public static async Task WriteAsync(TelehealthDb db, IReadOnlyList<DatedEntry> entries, CancellationToken cancellation)
    {
        foreach (var chain in entries.GroupBy(entry => entry.Chain).OrderBy(chain => chain.Key))
        {
            await AppendAsync(db, chain.Key, [.. chain], cancellation);
        }
    }

    private static async Task AppendAsync(TelehealthDb db, int chain, DatedEntry[] entries, CancellationToken cancellation)
    {
        var row = db.Set<AuditChain>().Where(head => head.Chain == chain);

        // Takes the row until the transaction ends, and with it the right to append.
        await row.ExecuteUpdateAsync(set => set.SetProperty(head => head.Sequence, head => head.Sequence + entries.Length), cancellation);
        var head = await row.AsNoTracking().SingleAsync(cancellation);
        db.Attach(head);
        var sequence = head.Sequence - entries.Length;
        var placed = new List<ChainedEntry>();
        try
        {
            foreach (var entry in entries)
            {
                var link = entry.Place(chain, ++sequence, head.Hash);
                head.Hash = link.Hash;
                placed.Add(link);
                db.Add(link);
            }

            await db.SaveChangesAsync(cancellation);
        }
        finally
        {
            db.Entry(head).State = EntityState.Detached;
            placed.ForEach(link => db.Entry(link).State = EntityState.Detached);
        }
    }
}
