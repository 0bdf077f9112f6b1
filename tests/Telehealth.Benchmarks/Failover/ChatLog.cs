namespace Telehealth.Benchmarks.Failover;

/// <summary>Writes into the chats of consultations all the time, as people do while a node dies, and counts afterwards what is there.</summary>
internal sealed class ChatLog(IReadOnlyList<Talk> talks)
{
    private static readonly TimeSpan _spacing = TimeSpan.FromMilliseconds(500);
    private readonly int[] _acknowledged = new int[talks.Count];

    public int Messages => _acknowledged.Sum();

    public Task WriteAsync(CancellationToken ending) => Task.WhenAll(talks.Select((talk, at) => WriteAsync(talk, at, ending)));

    /// <summary>Of the acknowledged messages: missing, there more than once, and behind one that was sent later.</summary>
    public async Task<(int Lost, int Doubled, int Reordered)> CheckAsync(CancellationToken cancellation)
    {
        var (lost, doubled, reordered) = (0, 0, 0);
        for (var at = 0; at < talks.Count; at++)
        {
            var stored = await ReadAsync(talks[at], cancellation);
            lost += Enumerable.Range(0, _acknowledged[at]).Except(stored).Count();
            doubled += stored.Count - stored.Distinct().Count();
            reordered += stored.Zip(stored.Skip(1)).Count(pair => pair.Second < pair.First);
        }

        return (lost, doubled, reordered);
    }

    /// <summary>The same message again and again until it is acknowledged; its number is its text.</summary>
    private async Task WriteAsync(Talk talk, int at, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var number = _acknowledged[at];
            await talk.ClinicDoctor.PostAsync(
                $"/api/consultations/{talk.Id}/messages", new { clientMessageId = $"m{number}", text = $"{number}" }, CancellationToken.None);
            _acknowledged[at]++;
            await Task.Delay(_spacing, ending).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task<List<int>> ReadAsync(Talk talk, CancellationToken cancellation)
    {
        var all = new List<int>();
        long last = 0;
        while (true)
        {
            var page = await talk.Specialist.GetAsync($"/api/consultations/{talk.Id}/messages?after={last}", cancellation);
            if (page.GetArrayLength() == 0)
            {
                return all;
            }

            foreach (var message in page.EnumerateArray())
            {
                last = message.GetProperty("sequence").GetInt64();
                all.Add(int.Parse(message.GetProperty("text").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
