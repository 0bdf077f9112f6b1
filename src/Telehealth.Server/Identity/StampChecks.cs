using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>Asks whether accounts are still what they were when their sessions began, many in one query: after a restart everybody
/// comes back within seconds.</summary>
internal sealed partial class StampChecks(IServiceScopeFactory scopes, ILogger<StampChecks> log)
{
    private static readonly TimeSpan _window = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private List<Question> _waiting = [];

    /// <summary>Null: the database does not answer, so nobody knows.</summary>
    public Task<bool?> IsGoodAsync(Guid practitionerId, string stamp)
    {
        var question = new Question(practitionerId, stamp, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(question);
            if (_waiting.Count == 1)
            {
                _ = AnswerLaterAsync();
            }
        }

        return question.Answer.Task;
    }

    private async Task AnswerLaterAsync()
    {
        await Task.Delay(_window);
        List<Question> questions;
        lock (_gate)
        {
            (questions, _waiting) = (_waiting, []);
        }

        try
        {
            var practitioners = questions.ConvertAll(question => question.PractitionerId);
            await using var scope = scopes.CreateAsyncScope();
            var accounts = await scope.ServiceProvider.GetRequiredService<TelehealthDb>().Set<Account>()
                .Where(account => practitioners.Contains(account.PractitionerId))
                .Select(account => new { account.PractitionerId, account.SecurityStamp })
                .ToListAsync();
            var stamps = accounts.ToLookup(account => account.PractitionerId, account => account.SecurityStamp);
            questions.ForEach(question => question.Answer.SetResult(stamps[question.PractitionerId].Contains(question.Stamp)));
        }
        catch (Exception error)
        {
            LogUnanswered(error, questions.Count);
            questions.ForEach(question => question.Answer.TrySetResult(null));
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} sessions could not be checked; they go on until they can")]
    private partial void LogUnanswered(Exception error, int count);

    private sealed record Question(Guid PractitionerId, string Stamp, TaskCompletionSource<bool?> Answer);
}
