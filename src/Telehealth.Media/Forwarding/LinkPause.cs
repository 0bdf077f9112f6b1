namespace Telehealth.Media.Forwarding;

/// <summary>Whether one video is stopped because its receiver's link does not carry it. Only the room's loop touches this.</summary>
internal sealed class LinkPause
{
    // An estimate that dips for a moment stops nothing; one that has collapsed does at once.
    private const long Patience = 800_000;

    // A picture that comes back within a blink is not worth a word.
    private const long WorthAWord = 1_500_000;

    private long _shortSince;
    private long _since;

    public bool IsPaused { get; private set; }

    /// <summary>The layer that the link was last found to carry.</summary>
    public int Carried { get; set; }

    /// <summary>What the receiver's client was last told.</summary>
    public bool WasTold { get; private set; }

    /// <summary>True when there is too little room for this video; it is stopped when that lasts or is much too little.</summary>
    public void Short(bool farTooLittle, long nowMicros)
    {
        _shortSince = _shortSince == 0 ? nowMicros : _shortSince;
        if (!IsPaused && (farTooLittle || nowMicros - _shortSince >= Patience))
        {
            (IsPaused, _since) = (true, nowMicros);
        }
    }

    /// <summary>True when the video was stopped and goes on now.</summary>
    public bool Enough()
    {
        var goesOn = IsPaused;
        (IsPaused, _shortSince) = (false, 0);
        return goesOn;
    }

    /// <summary>True when the client must be told something else than before.</summary>
    public bool TakeNews(long nowMicros)
    {
        var tell = IsPaused && nowMicros - _since >= WorthAWord;
        if (tell == WasTold || (IsPaused && !tell))
        {
            return false;
        }

        WasTold = tell;
        return true;
    }
}
