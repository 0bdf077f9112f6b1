using System.Text.Json;
using Telehealth.Benchmarks.Failover;
using Telehealth.Benchmarks.Hubs;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Load;

/// <summary>Keeps a node's pages, hub and database as busy as they get: people who never pause, and tabs that stay connected.</summary>
internal sealed class WebLoad : IAsyncDisposable
{
    private const string HubPath = "/hubs/clinic";
    private static readonly TimeSpan _allInWithin = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Person> _people = [];
    private CrowdProcess? _crowd;
    private Task _asking = Task.CompletedTask;
    private long _answers;

    public long Answers => Interlocked.Read(ref _answers);

    public static async Task<WebLoad> StartAsync(Laboratory lab, ServerNode node, int askers, int tabs)
    {
        var load = new WebLoad();
        using var anybody = new Person([node.Url]);
        var signIns = (await anybody.GetAsync("/api/demo/sign-ins", CancellationToken.None)).EnumerateArray()
            .Where(one => one.GetProperty("role").GetString() == "clinicDoctor").ToArray();
        for (var at = 0; at < askers; at++)
        {
            var person = new Person([node.Url]);
            load._people.Add(person);
            await SignInAsync(person, signIns[at % signIns.Length]);
        }

        var visitors = Path.Combine(lab.Folder, $"visitors-{node.Name}");
        await HubSessions.WriteAsync(visitors, lab.Postgres!.ConnectionString, lab.PassKey, tabs, tabs);
        load._crowd = new CrowdProcess(new CrowdOrder([$"127.0.0.1:{node.Port}"], HubPath, visitors, 0, tabs, null));
        await CrowdProcess.AllInAsync([load._crowd], tabs, _allInWithin);

        // One signs in again and again: checking a password is the dearest thing that a page can ask for.
        load._asking = Task.WhenAll(load._people.Select((person, at) => Task.Run(() => at == 0
            ? load.AskAsync(() => SignInAsync(person, signIns[0]))
            : load.AskAsync(() => person.GetAsync("/api/patients?query=", load._stopping.Token)))));
        return load;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _asking;
        _people.ForEach(person => person.Dispose());
        await (_crowd?.DisposeAsync() ?? ValueTask.CompletedTask);
        _stopping.Dispose();
    }

    private static Task<JsonElement> SignInAsync(Person person, JsonElement signIn) => person.SignInAsync(
        signIn.GetProperty("userName").GetString()!, signIn.GetProperty("password").GetString()!, CancellationToken.None);

    private async Task AskAsync(Func<Task> ask)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ask();
                Interlocked.Increment(ref _answers);
            }
            catch (OperationCanceledException)
            {
                // The load is taken away.
            }
        }
    }
}
