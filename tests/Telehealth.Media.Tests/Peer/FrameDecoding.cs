namespace Telehealth.Media.Peer;

/// <summary>
/// Which frames of one video a decoder could show, and when: whole ones, in order, each after the one before it, beginning with a
/// key frame. Counts the moments in which the picture stood.
/// </summary>
internal sealed class FrameDecoding
{
    /// <summary>A viewer calls a picture that stands so long frozen.</summary>
    public const long FreezeMicros = 500_000;

    /// <summary>A picture that stands so long has stopped.</summary>
    public const long StopMicros = 2_000_000;

    // As libwebrtc asks: when nothing could be decoded for so long although packets came.
    private const long StuckMicros = 1_000_000;
    private const long AskSpacing = 500_000;
    private const int MostWaiting = 4_000;

    private sealed record Piece(bool StartsFrame, bool Marker, bool IsKey, bool IsPadding, int Height);

    private readonly SortedDictionary<long, Piece> _waiting = [];
    private long _next = -1;
    private long _lastDecoded;
    private long _lastPacket;
    private long _nextAsk;
    private bool _isPaused;
    private bool _gaveUp;

    public long Decoded { get; private set; }

    public long Freezes { get; private set; }

    public long FrozenMicros { get; private set; }

    public int KeyFrameRequests { get; private set; }

    /// <summary>Of the last key frame; 0 before.</summary>
    public int Height { get; private set; }

    public long LastDecodedAt => _lastDecoded;

    /// <summary>The last frame before the picture first stopped since <see cref="WatchForStop"/>; nothing while it has not, or stands since.</summary>
    public long? StoppedAt { get; private set; }

    public void WatchForStop() => StoppedAt = null;

    public void Take(long number, bool startsFrame, bool marker, bool isKey, bool isPadding, int height, long now)
    {
        _lastPacket = now;
        if (number < _next || _waiting.Count >= MostWaiting)
        {
            return;
        }

        _waiting[number] = new Piece(startsFrame, marker, isKey, isPadding, height);
        while (TryDecode(now))
        {
        }

        JumpToKeyFrame(now);
    }

    /// <summary>The server said that it sends none: a picture that stands is no freeze then.</summary>
    public void Pause(bool isPaused) => _isPaused = isPaused;

    /// <summary>True when a decoder would ask for a key frame now.</summary>
    public bool MustAsk(long now)
    {
        var stuck = _waiting.Count > 0 && now - _lastPacket < StuckMicros && (_next < 0 || _gaveUp || now - _lastDecoded > StuckMicros);
        if (!stuck || now < _nextAsk)
        {
            return false;
        }

        _nextAsk = now + AskSpacing;
        KeyFrameRequests++;
        return true;
    }

    /// <summary>The retransmissions of what is needed next were given up.</summary>
    public void GiveUp() => _gaveUp = true;

    private bool TryDecode(long now)
    {
        if (_next < 0)
        {
            return false;
        }

        while (_waiting.TryGetValue(_next, out var padding) && padding.IsPadding)
        {
            _waiting.Remove(_next++);
        }

        var end = EndOfFrame(_next);
        if (end < 0)
        {
            return false;
        }

        Show(_next, end, now);
        return true;
    }

    private long EndOfFrame(long start)
    {
        if (!_waiting.TryGetValue(start, out var piece) || !piece.StartsFrame)
        {
            return -1;
        }

        for (var at = start; _waiting.TryGetValue(at, out piece) && !piece.IsPadding; at++)
        {
            // Where another frame begins before the marker, the rest of this one was never sent.
            if (at > start && piece.StartsFrame)
            {
                return -1;
            }

            if (piece.Marker)
            {
                return at;
            }
        }

        return -1;
    }

    // A whole key frame needs nothing that stands before it.
    private void JumpToKeyFrame(long now)
    {
        foreach (var (number, piece) in _waiting)
        {
            if (piece is { StartsFrame: true, IsKey: true } && EndOfFrame(number) is >= 0 and var end)
            {
                Show(number, end, now);
                while (TryDecode(now))
                {
                }

                return;
            }
        }
    }

    private void Show(long start, long end, long now)
    {
        if (_lastDecoded != 0 && now - _lastDecoded > StopMicros)
        {
            StoppedAt ??= _lastDecoded;
        }

        var first = _waiting[start];
        Height = first.IsKey ? first.Height : Height;
        if (Decoded++ > 0 && now - _lastDecoded > FreezeMicros && !_isPaused)
        {
            Freezes++;
            FrozenMicros += now - _lastDecoded;
        }

        _gaveUp = false;
        _lastDecoded = now;
        _next = end + 1;
        while (_waiting.Count > 0 && _waiting.First().Key < _next)
        {
            _waiting.Remove(_waiting.First().Key);
        }
    }
}
