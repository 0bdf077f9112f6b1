namespace Telehealth.Media.Forwarding;

/// <summary>
/// How many layers of a track, from the lowest, its receivers can make use of. What nobody looks at is not asked of the publisher,
/// whose link and battery pay for it. Only the room's loop touches this.
/// </summary>
internal sealed class LayerDemand(UpTrack track)
{
    // Somebody who scrolls past or turns a phone is back within seconds; starting a layer again costs a key frame.
    private const long PauseMicros = 5_000_000;

    private long _lessSince = -1;
    private int _mostSince;

    /// <summary>What the publisher is asked for; a new track sends everything.</summary>
    public int Asked { get; private set; } = track.Layers.Count;

    /// <summary>Somebody wants to see more than the publisher sends: it is told with the next tick.</summary>
    public bool IsDue { get; private set; }

    /// <summary>The tile of a receiver has changed.</summary>
    public void Note(int usefulLayers) => IsDue |= usefulLayers > Asked;

    /// <summary>Several times a second, and when it is due.</summary>
    /// <returns>True when the publisher must be told.</returns>
    public bool Update(long nowMicros)
    {
        IsDue = false;
        var wanted = 0;
        for (var i = 0; i < track.Receivers.Count && wanted < track.Layers.Count; i++)
        {
            wanted = Math.Max(wanted, track.Receivers[i].UsefulLayers);
        }

        if (wanted >= Asked)
        {
            var more = wanted > Asked;
            (_lessSince, Asked) = (-1, wanted);
            return more;
        }

        _mostSince = _lessSince < 0 ? wanted : Math.Max(_mostSince, wanted);
        _lessSince = _lessSince < 0 ? nowMicros : _lessSince;
        if (nowMicros - _lessSince < PauseMicros)
        {
            return false;
        }

        (_lessSince, Asked) = (-1, _mostSince);
        return true;
    }
}
