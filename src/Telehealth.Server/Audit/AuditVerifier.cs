using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Audit;

/// <summary>
/// Reads every entry and tells which of them are not what was written. It may run beside a working server: the ends of the chains are
/// read before and after the entries, and what is appended in between is no finding.
/// </summary>
internal static class AuditVerifier
{
    public static async Task<AuditReport> VerifyAsync(TelehealthDb db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var connection = db.Database.GetDbConnection();
        var findings = new List<AuditFinding>();
        var before = await HeadsAsync(connection, findings, cancellation);
        var checks = Enumerable.Range(0, AuditChain.Count).ToDictionary(number => (long)number, number => new ChainCheck(number, findings));
        var entries = 0L;
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""SELECT {StoredLink.Columns} FROM "AuditEntries" ORDER BY "Chain", "Sequence" """;
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                entries++;
                var link = StoredLink.Read(reader);
                if (checks.TryGetValue(link.Chain, out var check))
                {
                    check.Take(link, before.GetValueOrDefault(link.Chain));
                }
                else
                {
                    findings.Add(new AuditFinding(link.Chain, link.Sequence, AuditFault.Displaced));
                }
            }
        }

        var after = await HeadsAsync(connection, [], cancellation);
        foreach (var (number, check) in checks)
        {
            check.Finish(before.GetValueOrDefault(number), after.GetValueOrDefault(number));
        }

        return new AuditReport(entries, [.. findings.OrderBy(found => found.Chain).ThenBy(found => found.Sequence)]);
    }

    private static async Task<Dictionary<long, ChainHead>> HeadsAsync(
        DbConnection connection, List<AuditFinding> findings, CancellationToken cancellation)
    {
        var heads = new Dictionary<long, ChainHead>();
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Chain", "Sequence", "Hash" FROM "AuditChains" """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var chain = StoredLink.Number(reader.GetValue(0));
            var head = new ChainHead(StoredLink.Number(reader.GetValue(1)), reader.GetValue(2) as byte[] ?? []);
            if (chain is < 0 or >= AuditChain.Count)
            {
                findings.Add(new AuditFinding(chain, head.Sequence, AuditFault.Head));
                continue;
            }

            heads[chain] = head;
        }

        return heads;
    }
}
