namespace Telehealth.Media.Forwarding;

/// <summary>Whether one video is stopped because its receiver's link does not carry it. Only the room's loop touches this.</summary>
internal sealed class LinkPause
{
    // An estimate that dips for a moment stops nothing; one that has collapsed does at once.
    private const long Patience = 800_000;
    private const double Collapsed = 0.5;

    // Whenever it has found a link's limit it falls by 15 % and climbs back within seconds, or falls again if that was too much.
    private const long PatienceWithLittle = 6_000_000;
    private const double Little = 0.75;

    // A picture that comes back within a blink is not worth a word.
    private const long WorthAWord = 1_500_000;

    // A picture's rate swings: with less than this beyond it, it would stop again at once.
    private const double Reserve = 1.3;

    // A link whose estimate has stayed just enough for so long may be one that fits: it is tried, more rarely each time it did not.
    private const double LeastReserve = 1;
    private const long Calm = 5_000_000;
    private const long LongestCalm = 60_000_000;
    private const long Soon = 10_000_000;

    private long _shortSince;
    private long _since;
    private long _returned;
    private long _calm = Calm;

    public bool IsPaused { get; private set; }

    /// <summary>The layer that the link was last found to carry.</summary>
    public int Carried { get; set; }

    /// <summary>What the receiver's client was last told.</summary>
    public bool WasTold { get; private set; }

    /// <summary>How many times the room it takes must be there for it to be sent.</summary>
    public double Needs(long nowMicros) => !IsPaused ? 1 : nowMicros - _since < _calm ? Reserve : LeastReserve;

    /// <summary>True when there is too little room for this video; it is stopped when that lasts or is much too little.</summary>
    /// <param name="share">How much of what it takes there is.</param>
    public void Short(double share, long nowMicros)
    {
        var patience = share < Collapsed ? 0 : share < Little ? Patience : PatienceWithLittle;
        _shortSince = _shortSince == 0 ? nowMicros : _shortSince;
        if (!IsPaused && nowMicros - _shortSince >= patience)
        {
            (IsPaused, _since) = (true, nowMicros);
            _calm = _returned != 0 && nowMicros - _returned < Soon ? Math.Min(LongestCalm, _calm * 2) : Calm;
        }
    }

    /// <summary>True when the video was stopped and goes on now.</summary>
    public bool Enough(long nowMicros)
    {
        var goesOn = IsPaused;
        _returned = goesOn ? nowMicros : _returned;
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
