using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

public sealed record WatchedConsultation(long LastSequence);

/// <summary>One connection per browser tab at <c>/hubs/clinic</c>. What a tab watches lives in its connection's items and groups.</summary>
internal sealed class ClinicHub(
    ClinicPresence presence, IPresenceStore store, MayWatchDepartment mayWatch, MayWatchPresence maySee, OpenConsultation open,
    TimeProvider clock)
    : Hub<IClinicClient>
{
    /// <summary>More than any page shows; keeps one connection from joining groups without end.</summary>
    private const int MaxWatches = 100;

    private HashSet<string> Watched => Items<string>();

    private HashSet<Guid> Consultations => Items<Guid>();

    /// <summary>As above, but most tabs have none open and need no set for it.</summary>
    private IEnumerable<Guid> Open => Context.Items.ContainsKey(typeof(Guid)) ? Consultations : [];

    /// <summary>A connection must not outlive the session that opened it.</summary>
    private DateTimeOffset? SessionEndsAt => Context.GetHttpContext() is { } http
        ? (http.Features.Get<SessionEnd>()?.At ?? http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc)
        : null;

    public override async Task OnConnectedAsync()
    {
        // Redis away must not keep anybody from connecting: the next heartbeat tries again.
        await presence.BeatAsync(Context, []);
        await base.OnConnectedAsync();
    }

    public async Task Heartbeat()
    {
        if (SessionEndsAt <= clock.GetUtcNow())
        {
            Context.Abort();
            return;
        }

        RefusedException.ThrowIf(await presence.BeatAsync(Context, Open));
    }

    public async Task SetPresence(PresenceState state) => RefusedException.ThrowIf(await presence.ChooseAsync(Context, state, Open));

    public async Task<IReadOnlyList<DepartmentPresence>> WatchDepartment(Guid departmentId)
    {
        if (!await mayWatch(Context.User!, departmentId, Context.ConnectionAborted))
        {
            throw new RefusedException(RealtimeRefusals.WatchNotAllowed);
        }

        await WatchAsync(HubGroups.Department(departmentId));
        var (entries, refusal) = await store.ListAsync(PresenceScope.Department(departmentId), Context.ConnectionAborted);
        RefusedException.ThrowIf(refusal);
        return [.. entries.Select(DepartmentPresence.From)];
    }

    public Task UnwatchDepartment(Guid departmentId) => UnwatchAsync(HubGroups.Department(departmentId));

    /// <summary>What a search for colleagues shows: who is at these departments, and from then on who comes and goes.</summary>
    public async Task<IReadOnlyList<WatchedPresence>> WatchPresence(IReadOnlyList<Guid> departmentIds)
    {
        if (departmentIds.Count > MaxWatches)
        {
            throw new RefusedException(RealtimeRefusals.TooManyWatches);
        }

        if (!await maySee(Context.User!, departmentIds, Context.ConnectionAborted))
        {
            throw new RefusedException(RealtimeRefusals.WatchNotAllowed);
        }

        foreach (var departmentId in departmentIds)
        {
            await WatchAsync(HubGroups.Presence(departmentId));
        }

        var (entries, refusal) = await store.FindAsync(
            new PresenceQuery([.. departmentIds.Select(PresenceScope.Department)], PresenceRules.MaxListed), Context.ConnectionAborted);
        RefusedException.ThrowIf(refusal);
        return [.. entries.Select(entry => new WatchedPresence(entry.Scope.Id, DepartmentPresence.From(entry)))];
    }

    public async Task UnwatchPresence(IReadOnlyList<Guid> departmentIds)
    {
        foreach (var departmentId in departmentIds.Where(id => Watched.Contains(HubGroups.Presence(id))).ToList())
        {
            await UnwatchAsync(HubGroups.Presence(departmentId));
        }
    }

    public async Task<WatchedConsultation> WatchConsultation(Guid consultationId)
    {
        var group = HubGroups.Consultation(consultationId);

        // First the group, then the sequence: a message posted in between is heard rather than missed.
        if (await open(Context.User!, consultationId, Context.ConnectionAborted) is null)
        {
            throw new RefusedException(RealtimeRefusals.WatchNotAllowed);
        }

        await WatchAsync(group);
        Consultations.Add(consultationId);
        await presence.BeatAsync(Context, Consultations);
        var lastSequence = await open(Context.User!, consultationId, Context.ConnectionAborted);
        return new WatchedConsultation(lastSequence ?? throw new RefusedException(RealtimeRefusals.WatchNotAllowed));
    }

    public Task UnwatchConsultation(Guid consultationId)
    {
        Consultations.Remove(consultationId);
        return UnwatchAsync(HubGroups.Consultation(consultationId));
    }

    private async Task WatchAsync(string group)
    {
        if (Watched.Count >= MaxWatches && !Watched.Contains(group))
        {
            throw new RefusedException(RealtimeRefusals.TooManyWatches);
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);
        Watched.Add(group);
    }

    private async Task UnwatchAsync(string group)
    {
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);
        Watched.Remove(group);
    }

    private HashSet<T> Items<T>()
    {
        if (Context.Items.TryGetValue(typeof(T), out var known))
        {
            return (HashSet<T>)known!;
        }

        var created = new HashSet<T>();
        Context.Items[typeof(T)] = created;
        return created;
    }
}
