using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Identity;

internal enum SessionState
{
    Good,

    /// <summary>Its holder went away from the computer and has to show again who they are.</summary>
    Locked,

    /// <summary>Ended, run out, of another role, or its account is gone.</summary>
    Ended,

    /// <summary>The database does not answer, so nobody knows.</summary>
    Unknown,
}

/// <summary>Asks whether sessions are still open, for each request. What comes while one question is on its way goes together into the
/// next: after a restart everybody comes back within seconds.</summary>
internal sealed partial class SessionChecks(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SessionChecks> log)
{
    /// <summary>So long an answer holds on this node; a session that another node ends is refused here that much later at most.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMilliseconds(500);

    private const int MostInOneQuestion = 500;
    private static readonly TimeSpan _seenAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _sweepAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Answer> _known = new();
    private readonly Lock _gate = new();
    private List<Question> _waiting = [];
    private bool _isAsking;
    private long _forgotten;
    private long _sweptAt;

    public ValueTask<SessionState> StateOfAsync(Guid sessionId, Guid roleId)
    {
        if (_known.TryGetValue(sessionId, out var known) && known.IsFresh)
        {
            return new(known.For(roleId));
        }

        var question = new Question(sessionId, roleId, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(question);
            if (!_isAsking)
            {
                _isAsking = true;
                _ = Task.Run(AnswerAllAsync);
            }
        }

        return new(question.Answer.Task);
    }

    /// <summary>The session is no longer what it was: the next request asks again. To be called after the commit.</summary>
    public void Forget(Guid sessionId)
    {
        Interlocked.Increment(ref _forgotten);
        _known.TryRemove(sessionId, out _);
    }

    private async Task AnswerAllAsync()
    {
        while (TakeWaiting() is { Count: > 0 } questions)
        {
            foreach (var some in questions.Chunk(MostInOneQuestion))
            {
                await AnswerAsync(some);
            }
        }
    }

    private List<Question> TakeWaiting()
    {
        lock (_gate)
        {
            (var questions, _waiting) = (_waiting, []);
            _isAsking = questions.Count > 0;
            return questions;
        }
    }

    private async Task AnswerAsync(Question[] questions)
    {
        var forgotten = Interlocked.Read(ref _forgotten);
        var ids = questions.Select(question => question.SessionId).Distinct().ToList();
        try
        {
            var answers = await AskAsync(ids);
            if (forgotten == Interlocked.Read(ref _forgotten))
            {
                Remember(answers);
            }

            foreach (var question in questions)
            {
                question.Answer.SetResult(answers[question.SessionId].For(question.RoleId));
            }
        }
        catch (Exception error)
        {
            LogUnanswered(error, questions.Length);
            foreach (var question in questions)
            {
                question.Answer.TrySetResult(SessionState.Unknown);
            }
        }
    }

    private async Task<Dictionary<Guid, Answer>> AskAsync(List<Guid> ids)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var open = await (
            from session in db.Set<StaffSession>()
            join account in db.Set<Account>() on session.AccountId equals account.Id
            where ids.Contains(session.Id) && session.EndedAt == null && session.ExpiresAt > now && account.DisabledAt == null
            select new { session.Id, session.RoleId, IsLocked = session.LockedAt != null, session.LastSeenAt }).ToListAsync();
        var unseen = open.Where(session => session.LastSeenAt + _seenAgainAfter <= now).Select(session => session.Id).ToList();
        if (unseen.Count > 0)
        {
            await db.Set<StaffSession>().Where(session => unseen.Contains(session.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now));
        }

        var asked = TimeProvider.System.GetTimestamp();
        var answers = ids.ToDictionary(id => id, _ => new Answer(SessionState.Ended, Guid.Empty, asked));
        open.ForEach(session => answers[session.Id] =
            new Answer(session.IsLocked ? SessionState.Locked : SessionState.Good, session.RoleId, asked));
        return answers;
    }

    private void Remember(Dictionary<Guid, Answer> answers)
    {
        foreach (var (id, answer) in answers)
        {
            _known[id] = answer;
        }

        if (TimeProvider.System.GetElapsedTime(_sweptAt) < _sweepAfter)
        {
            return;
        }

        _sweptAt = TimeProvider.System.GetTimestamp();
        foreach (var stale in _known.Where(known => !known.Value.IsFresh))
        {
            _known.TryRemove(stale);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} sessions could not be checked; they go on until they can")]
    private partial void LogUnanswered(Exception error, int count);

    private sealed record Question(Guid SessionId, Guid RoleId, TaskCompletionSource<SessionState> Answer);

    /// <param name="At">By the real clock: how long an answer holds is about load and not about the time of day.</param>
    private sealed record Answer(SessionState State, Guid RoleId, long At)
    {
        public bool IsFresh => TimeProvider.System.GetElapsedTime(At) < RememberedFor;

        public SessionState For(Guid roleId) => State is SessionState.Ended || RoleId == roleId ? State : SessionState.Ended;
    }
}
