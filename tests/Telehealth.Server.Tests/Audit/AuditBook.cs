using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Storage;

namespace Telehealth.Audit;

/// <summary>Reads what an app has written down.</summary>
internal static class AuditBook
{
    public static async Task<ChainedEntry[]> AuditAsync(this TelehealthApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        return await db.Set<ChainedEntry>().AsNoTracking()
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Chain).ThenBy(entry => entry.Sequence)
            .ToArrayAsync();
    }

    /// <summary>What was written while the visitor did that.</summary>
    public static async Task<ChainedEntry[]> WrittenByAsync(this TelehealthApp app, Func<Task> visit)
    {
        var before = (await app.AuditAsync()).Select(entry => (entry.Chain, entry.Sequence)).ToHashSet();
        await visit();
        return [.. (await app.AuditAsync()).Where(entry => !before.Contains((entry.Chain, entry.Sequence)))];
    }

    public static JsonNode Read(this ChainedEntry entry) => JsonNode.Parse(entry.Body)!;
}
