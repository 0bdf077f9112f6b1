using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Telehealth.Coordination;

/// <summary>What a part of the server does while the node is emptied; completes when nothing is left that would be cut off.</summary>
public delegate Task EmptyNode(CancellationToken cancellation);

/// <summary>Empties the node before it ends: a SIGTERM, like an operator's word, is a request to move everybody first. The framework's own
/// lifetime would close all connections at once. A second signal, or the one of the keyboard, ends at once.</summary>
internal sealed partial class NodeShutdown(
    ThisNode self, IEnumerable<EmptyNode> steps, IOptions<NodesOptions> options, IHostApplicationLifetime application,
    ILogger<NodeShutdown> log) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private CancellationTokenRegistration _draining;

    /// <summary>By a signal; an operator's word before it does not count, else it would cut what is still moving.</summary>
    private bool _isTold;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (Interlocked.Exchange(ref _isTold, true))
            {
                application.StopApplication();
                return;
            }

            self.Drain();
        }));
        _draining = self.Draining.Register(() => _ = EmptyAndStopAsync());
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                application.StopApplication();
            }));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _draining.Dispose();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    /// <summary>Ends when everybody is elsewhere, or when the time is over.</summary>
    private async Task EmptyAndStopAsync()
    {
        LogEmptying(options.Value.DrainSeconds);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.DrainSeconds));
        try
        {
            await Task.WhenAll(steps.Select(step => step(patience.Token)));
        }
        catch (Exception error)
        {
            LogNotEmpty(error.Message);
        }

        application.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This node is to end; its calls have {Seconds} s to move to another")]
    private partial void LogEmptying(int seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This node ends before it is empty: {Reason}")]
    private partial void LogNotEmpty(string reason);
}
