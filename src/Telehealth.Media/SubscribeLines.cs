using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>An m-line towards one client. Only the room's loop touches this.</summary>
internal sealed class SubscribeLine(string mid, bool isAudio)
{
    public string Mid { get; } = mid;

    public byte[] MidBytes { get; } = Encoding.ASCII.GetBytes(mid);

    public bool IsAudio { get; } = isAudio;

    public DownTrack? Track { get; set; }

    public string Cname { get; set; } = "";

    /// <summary>What the last offer said stands here.</summary>
    public DownTrack? Offered { get; set; }

    /// <summary>The client knows of nothing that stands here: it may carry something new.</summary>
    public bool IsFree { get; set; }
}

/// <summary>
/// Which track stands on which m-line towards one client. Lines only ever grow in number, so those that are free are used again;
/// what finds none waits until one is. Only the room's loop touches this.
/// </summary>
internal sealed class SubscribeLines(Egress egress)
{
    private readonly List<SubscribeLine> _lines = [];
    private readonly List<(UpTrack Track, string Cname)> _waiting = [];

    public IReadOnlyList<SubscribeLine> All => _lines;

    /// <summary>Tracks that have no line.</summary>
    public int Waiting => _waiting.Count;

    /// <returns>False when the track has to wait for a line.</returns>
    public bool Add(UpTrack track, string cname)
    {
        if (TryPlace(track, cname))
        {
            return true;
        }

        _waiting.Add((track, cname));
        return false;
    }

    /// <returns>True when the client must be told.</returns>
    public bool Remove(UpTrack track)
    {
        _waiting.RemoveAll(waiting => waiting.Track == track);
        var removed = false;
        foreach (var line in _lines)
        {
            if (line.Track?.Source == track)
            {
                Clear(line);
                removed = true;
            }
        }

        return removed;
    }

    /// <inheritdoc cref="Remove"/>
    public bool RemoveAll()
    {
        _waiting.Clear();
        var removed = false;
        foreach (var line in _lines)
        {
            if (line.Track is not null)
            {
                Clear(line);
                removed = true;
            }
        }

        return removed;
    }

    /// <summary>After an answer, which frees lines.</summary>
    /// <returns>True when the client must be told.</returns>
    public bool PlaceWaiting() => _waiting.RemoveAll(waiting => TryPlace(waiting.Track, waiting.Cname)) > 0;

    private static void Clear(SubscribeLine line)
    {
        line.Track!.Source.Remove(line.Track);
        line.Track = null;
        // It came and went between two offers.
        line.IsFree = line.Offered is null;
    }

    private bool TryPlace(UpTrack track, string cname)
    {
        var line = _lines.Find(free => free.Track is null && free.IsFree && free.IsAudio == track.IsAudio);
        if (line is null)
        {
            if (_lines.Count == SdpDocument.MaxAnswered)
            {
                // No answer could name one more.
                return false;
            }

            line = new SubscribeLine(_lines.Count.ToString(CultureInfo.InvariantCulture), track.IsAudio);
            _lines.Add(line);
        }

        var seed = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        var rtx = track.IsAudio ? 0 : MediaSite.NewSsrc();
        line.Track = new DownTrack(track, egress, line.MidBytes, MediaSite.NewSsrc(), rtx, seed);
        line.Cname = cname;
        line.IsFree = false;
        track.Add(line.Track);
        return true;
    }
}
