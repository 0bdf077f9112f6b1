using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Load;

/// <summary>
/// What two hops through a process that does nothing but pass a datagram on cost on this machine at this moment: what is left when
/// this is taken off a server's delay is the server's own.
/// </summary>
internal sealed class RelayProbe : IDisposable
{
    private const int Bytes = 1150;
    private const int SpacingMs = 7;

    private readonly Process _relay;
    private readonly UdpPort _port;
    private readonly RemoteAddress _to;
    private readonly MonotonicClock _clock;
    private readonly KernelClock _kernelClock;
    private readonly ReceiveBatch _batch = new();
    private readonly DelayCounts _delays = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private volatile bool _stopping;

    public RelayProbe(MonotonicClock clock, string address)
    {
        _clock = clock;
        _kernelClock = new KernelClock(clock, TimeProvider.System);
        _port = new UdpPort(IPAddress.Parse(address), 0);
        _port.AskForNotes();
        _relay = Start(address);
        var port = int.Parse(_relay.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        _to = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(address), port));
        _thread = new Thread(Run) { IsBackground = true, Name = "relay probe" };
        _thread.Start();
    }

    /// <summary>The relay's side: sends every datagram back to where it came from, until its input ends.</summary>
    public static void Serve(string address)
    {
        using var port = new UdpPort(IPAddress.Parse(address), 0);
        Console.Out.WriteLine(port.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
        var thread = new Thread(() => Relay(port)) { IsBackground = true, Name = "relay" };
        thread.Start();
        Console.In.ReadToEnd();
    }

    /// <summary>The process that passes on.</summary>
    public int ProcessId => _relay.Id;

    /// <summary>The delays since the last call, in ms.</summary>
    public (double P50, double P99, double Max) Take()
    {
        lock (_gate)
        {
            var taken = (_delays.PercentileMs(50), _delays.PercentileMs(99), _delays.MaxMs);
            _delays.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _relay.StandardInput.Close();
        _relay.WaitForExit();
        _relay.Dispose();
        _port.Dispose();
    }

    private static Process Start(string address)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RelayProbe).Assembly.Location);
        }

        start.ArgumentList.Add("relay");
        start.ArgumentList.Add(address);
        return Process.Start(start) ?? throw new InvalidOperationException("the relay did not start");
    }

    private static unsafe void Relay(UdpPort port)
    {
        var buffer = new byte[2048];
        var entry = new NativeCalls.PollEntry { Handle = port.Handle, Wanted = NativeCalls.Readable };
        while (true)
        {
            _ = NativeCalls.Poll(&entry, 1, -1);
            int length;
            while ((length = port.Receive(buffer, out var from)) >= 0)
            {
                port.Send(buffer.AsSpan(0, length), from);
            }
        }
    }

    private void Run()
    {
        var datagram = new byte[Bytes];
        while (!_stopping)
        {
            BinaryPrimitives.WriteInt64BigEndian(datagram, _clock.NowMicros);
            _port.Send(datagram, _to);
            Thread.Sleep(SpacingMs);
            _batch.Receive(_port.Handle);
            var now = _clock.NowMicros;
            _kernelClock.Update(now);
            lock (_gate)
            {
                for (var at = 0; at < _batch.Count; at++)
                {
                    var arrival = _kernelClock.ArrivalMicros(_batch.Notes(at).StampMicros, now);
                    _delays.Add(arrival - BinaryPrimitives.ReadInt64BigEndian(_batch.Datagram(at)));
                }
            }
        }
    }
}
