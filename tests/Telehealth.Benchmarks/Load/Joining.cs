using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Load;

/// <summary>Clients that come into a room where somebody talks, hear the first packet and go again.</summary>
internal sealed class Joining(TelehealthTarget target, LoadLoops loops, string room)
{
    private readonly DelayCounts _delays = new();
    private int _last;

    /// <summary>A whole subscribe connection: signalling, ICE, DTLS, first media packet; returns how long that took in ms.</summary>
    public async Task<double> ListenAsync()
    {
        var seat = $"{room}-listener{Interlocked.Increment(ref _last)}";
        var started = TimeProvider.System.GetTimestamp();
        var receiver = new CountingReceiver(loops.Sending, loops.Identity, _delays);
        await target.SubscribeAsync(room, seat, offer => loops.Sending.RunAsync(() => receiver.AnswerOffer(offer)));
        await Waiting.For(receiver.Begun, $"the first packet at {seat}");
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        await target.LeaveAsync(seat);
        await loops.Sending.RunAsync(receiver.Transport.Close);
        return elapsed;
    }

    /// <summary>A whole publish connection up to the keys, in a room of its own so that nobody has to be told of it.</summary>
    public async Task<double> SpeakAsync()
    {
        var seat = $"{room}-speaker{Interlocked.Increment(ref _last)}";
        var started = TimeProvider.System.GetTimestamp();
        var publisher = new PublishingPeer(loops.Sending, loops.Identity, new PublishShape());
        var answer = await target.PublishAsync(seat, seat, await loops.Sending.RunAsync(publisher.CreateOffer));
        await loops.Sending.RunAsync(() => publisher.ApplyAnswer(answer));
        await Waiting.For(publisher.Transport.Connected, $"the connection of {seat}");
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        await target.LeaveAsync(seat);
        await loops.Sending.RunAsync(publisher.Transport.Close);
        return elapsed;
    }
}
