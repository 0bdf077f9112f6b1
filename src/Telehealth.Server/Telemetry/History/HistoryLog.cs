using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Telehealth.Telemetry.History;

/// <summary>Keeps what happened, for the checkers in <c>tests/Telehealth.Checkers</c>. Never makes anybody wait: what does not fit is
/// counted, and the count is a line.</summary>
internal sealed class HistoryLog : IAsyncDisposable
{
    /// <summary>Some seconds of a busy node.</summary>
    private const int Capacity = 16_384;

    // Every fact of a history is one that operators count too: claims, refused fences, messages, seats, handled events.
    private static readonly Counter<long> _counted = new Meter("Telehealth.History").CreateCounter<long>(
        "telehealth.facts", "{fact}", "What happened, by kind of fact");

    private readonly Channel<HistoryFact>? _facts;
    private readonly HistoryFiles? _files;
    private readonly TimeProvider _clock;
    private readonly string _node;
    private readonly string _run = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private readonly Task _writing = Task.CompletedTask;
    private long _number;
    private long _dropped;

    /// <summary>Writes nothing.</summary>
    public static readonly HistoryLog Off = new(Options.Create(new TelemetryOptions()), TimeProvider.System, NullLogger<HistoryFiles>.Instance);

    public HistoryLog(IOptions<TelemetryOptions> options, TimeProvider clock, ILogger<HistoryFiles> log)
    {
        _clock = clock;
        _node = options.Value.NodeName is { Length: > 0 } name ? name : Environment.MachineName;
        if (options.Value.HistoryFile.Length == 0)
        {
            return;
        }

        _files = new HistoryFiles(options.Value.HistoryFile, options.Value.HistoryMegabytes * 1024L * 1024, options.Value.HistoryFiles, clock, log);
        _facts = Channel.CreateBounded<HistoryFact>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        Write(new HistoryFact(HistoryKind.Opened));
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Facts that are lost and not yet told about.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Of what a client chose, so that its words are not repeated here.</summary>
    public static string KeyOf(params ReadOnlySpan<string> words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))).AsSpan(0, 12));

    public void Write(HistoryFact fact)
    {
        _counted.Add(1, new KeyValuePair<string, object?>("kind", fact.Kind));
        if (_facts is null)
        {
            return;
        }

        if (!_facts.Writer.TryWrite(Signed(fact)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Whoever still writes is disposed of before us, because it was made after us.</summary>
    public async ValueTask DisposeAsync()
    {
        _facts?.Writer.TryComplete();
        await _writing;
    }

    private HistoryFact Signed(HistoryFact fact) => fact with
    {
        At = _clock.GetUtcNow(),
        Node = _node,
        Run = _run,
        Number = Interlocked.Increment(ref _number),
    };

    private async Task WriteAsync()
    {
        var facts = _facts!.Reader;
        while (await facts.WaitToReadAsync())
        {
            while (facts.TryRead(out var fact))
            {
                Append(fact);
            }

            FlushAndTell();
        }

        Append(Signed(new HistoryFact(HistoryKind.Closed)));
        _files!.Dispose();
    }

    /// <summary>A count that is lost itself is told the next time, with those that were lost with it.</summary>
    private void FlushAndTell()
    {
        var dropped = Dropped;
        var isTold = dropped > 0 && _files!.Append(Signed(new HistoryFact(HistoryKind.Dropped) { Sequence = dropped }));
        var lost = _files!.Flush();
        if (lost > 0)
        {
            Interlocked.Add(ref _dropped, lost - (isTold ? 1 : 0));
        }
        else if (isTold)
        {
            Interlocked.Add(ref _dropped, -dropped);
        }
    }

    private void Append(HistoryFact fact)
    {
        if (!_files!.Append(fact))
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}
