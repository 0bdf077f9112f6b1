using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Gathers changed presences: after one message about a department the next waits for <see cref="Window"/> and then says
/// the newest of everybody who changed, so that a hundred doctors coming to work are a few messages.</summary>
internal sealed class PresenceNews(Action<Guid, IReadOnlyList<DepartmentPresence>> send)
{
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    /// <summary>People in one message; more wait for the next window.</summary>
    internal const int MaxInMessage = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Dictionary<Guid, DepartmentPresence>> _pending = [];

    public void Tell(IEnumerable<PresenceEntry> changes)
    {
        foreach (var department in changes.GroupBy(change => change.Scope.Id))
        {
            var isQuiet = false;
            lock (_gate)
            {
                if (!_pending.TryGetValue(department.Key, out var waiting))
                {
                    _pending[department.Key] = waiting = [];
                    isQuiet = true;
                }

                foreach (var change in department.Select(DepartmentPresence.From))
                {
                    if (!waiting.TryGetValue(change.PractitionerId, out var older) || older.Version < change.Version)
                    {
                        waiting[change.PractitionerId] = change;
                    }
                }
            }

            if (isQuiet)
            {
                _ = SendUntilQuietAsync(department.Key);
            }
        }
    }

    private async Task SendUntilQuietAsync(Guid departmentId)
    {
        while (Take(departmentId) is { } changes)
        {
            send(departmentId, changes);
            await Task.Delay(Window);
        }
    }

    private DepartmentPresence[]? Take(Guid departmentId)
    {
        lock (_gate)
        {
            var waiting = _pending[departmentId];
            if (waiting.Count == 0)
            {
                _pending.Remove(departmentId);
                return null;
            }

            DepartmentPresence[] taken = [.. waiting.Values.Take(MaxInMessage)];
            foreach (var change in taken)
            {
                waiting.Remove(change.PractitionerId);
            }

            return taken;
        }
    }
}
