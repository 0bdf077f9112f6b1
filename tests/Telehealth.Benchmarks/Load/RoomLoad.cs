using Telehealth.Benchmarks.Targets;
using Telehealth.Media;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Load;

/// <summary>Rooms in which everybody publishes and everybody sees everybody: one large tile, three middle ones, the others small.</summary>
internal sealed class RoomLoad(TelehealthTarget target, LoadLoops loops, PublishShape shape)
{
    private const int MiddleTiles = 3;

    private sealed record Member(string Seat, PublishingPeer Publisher, SubscribingPeer Subscriber);

    private readonly List<Member> _members = [];

    public async Task ConnectAsync(int rooms, int publishers)
    {
        for (var room = 0; room < rooms; room++)
        {
            for (var seat = 0; seat < publishers; seat++)
            {
                _members.Add(await EnterAsync($"room{room}", $"room{room}-doctor{seat}"));
            }
        }

        foreach (var member in _members)
        {
            await loops.Sending.RunAsync(member.Publisher.StartMedia);
            await Task.Delay(1000 / shape.Fps / publishers);
        }

        await Waiting.Until(() => _members.TrueForAll(member => target.TracksOf(member.Seat).Count == 2 * (publishers - 1)), "everybody's tracks at everybody");
        foreach (var member in _members)
        {
            await target.SetTilesAsync(member.Seat, Tiles(member));
        }

        await Waiting.Until(
            () => _members.TrueForAll(member => member.Subscriber.ByMid.Values.All(stream => stream.Packets > 0)), "sound and picture of everybody at everybody");
    }

    /// <summary>On the receivers' thread.</summary>
    public (long Packets, long Frames, long Freezes, long Concealed, long Played, long Lost) Counts()
    {
        var streams = _members.SelectMany(member => member.Subscriber.Streams.Values).ToList();
        return (
            _members.Sum(member => member.Subscriber.Packets),
            streams.Sum(stream => stream.Decoding.Decoded),
            streams.Sum(stream => stream.Decoding.Freezes),
            streams.Sum(stream => stream.Playout.Concealed),
            streams.Sum(stream => stream.Playout.Played),
            streams.Sum(stream => stream.Lost));
    }

    /// <summary>How many pictures of each height are shown.</summary>
    public string Heights() => string.Join(", ", _members
        .SelectMany(member => member.Subscriber.ByMid.Values.Where(stream => stream.IsVideo))
        .GroupBy(stream => stream.Decoding.Height).OrderBy(group => group.Key)
        .Select(group => FormattableString.Invariant($"{group.Count()} of {group.Key}p")));

    private async Task<Member> EnterAsync(string room, string seat)
    {
        var subscriber = new SubscribingPeer(loops.Receiving, loops.Identity) { AsksForKeyFrames = true };
        var publisher = new PublishingPeer(loops.Sending, loops.Identity, shape);
        await target.EnterAsync(room, seat, offer => loops.Receiving.RunAsync(() => subscriber.AnswerOffer(offer)));
        var answer = await target.PublishAsync(room, seat, await loops.Sending.RunAsync(publisher.CreateOffer));
        await loops.Sending.RunAsync(() => publisher.ApplyAnswer(answer));
        await Waiting.For(publisher.Transport.Connected, $"the connection of {seat}");
        return new Member(seat, publisher, subscriber);
    }

    private List<TileSettings> Tiles(Member member) => target.TracksOf(member.Seat)
        .Where(track => track.Source == TrackSource.Camera)
        .Select((track, at) => at switch
        {
            0 => new TileSettings(track.Track, true, 1280, 720),
            <= MiddleTiles => new TileSettings(track.Track, true, 640, 360),
            _ => new TileSettings(track.Track, true, 320, 180),
        }).ToList();
}
