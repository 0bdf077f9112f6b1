namespace Telehealth.Coordination;

/// <summary>The order in which a query's answer stands, the same from both stores.</summary>
internal static class PresenceOrder
{
    public static IReadOnlyList<PresenceEntry> Of(IReadOnlyList<PresenceScope> scopes, IEnumerable<PresenceEntry> entries)
    {
        var places = scopes.Select((scope, at) => (scope, at)).ToDictionary(pair => pair.scope, pair => pair.at);
        return
        [
            .. entries.OrderBy(entry => places[entry.Scope])
                .ThenBy(entry => PresenceRules.Rank(entry.State, entry.Load, entry.Capacity))
                .ThenBy(entry => entry.Load)
                .ThenBy(entry => entry.MemberId),
        ];
    }
}
