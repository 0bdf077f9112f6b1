using System.Diagnostics;
using System.Threading.Channels;

namespace Telehealth.Benchmarks;

/// <summary>The server under test in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<ForwardMessage> _measured = Channel.CreateUnbounded<ForwardMessage>();
    private readonly Task _pump;

    public ServerProcess(Func<ForwardMessage, Task> heard)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        start.ArgumentList.Add("serve");
        _process = Process.Start(start) ?? throw new InvalidOperationException("the server did not start");
        _pump = PumpAsync(heard);
    }

    public async Task TellAsync(ForwardMessage message)
    {
        await _process.StandardInput.WriteLineAsync(message.Write());
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>What the server has cost so far.</summary>
    public async Task<ForwardMessage> MeasureAsync()
    {
        await TellAsync(new ForwardMessage("measure"));
        return await _measured.Reader.ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _pump;
        _process.Dispose();
    }

    private async Task PumpAsync(Func<ForwardMessage, Task> heard)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var message = ForwardMessage.Read(line);
            if (message.Op == "measured")
            {
                _measured.Writer.TryWrite(message);
            }
            else
            {
                await heard(message);
            }
        }

        _measured.Writer.TryComplete(new InvalidOperationException("the server has gone"));
    }
}
