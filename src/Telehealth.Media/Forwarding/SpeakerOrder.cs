namespace Telehealth.Media.Forwarding;

/// <summary>Who speaks, the one to look at first: calm enough that a large picture may follow it. Only the room's loop touches this.</summary>
internal sealed class SpeakerOrder
{
    // Half as loud again to the ear, for as long as a short sentence: less is two people talking at once.
    private const double ClearlyLouder = 4;
    private const long ChallengeMicros = 1_200_000;

    private readonly List<SeatId> _now = [];
    private SeatId _challenger;
    private long _challengedSince;

    /// <summary>The dominant speaker first, then the others in the order in which they began.</summary>
    public IReadOnlyList<SeatId> Now => _now;

    public void Update(IReadOnlyList<(SeatId Seat, double Level)> speaking, long nowMicros)
    {
        for (var i = _now.Count - 1; i >= 0; i--)
        {
            if (LevelOf(_now[i], speaking) < 0)
            {
                _now.RemoveAt(i);
            }
        }

        for (var i = 0; i < speaking.Count; i++)
        {
            if (!_now.Contains(speaking[i].Seat))
            {
                _now.Add(speaking[i].Seat);
            }
        }

        if (_now.Count > 1)
        {
            Challenge(speaking, nowMicros);
        }
    }

    private void Challenge(IReadOnlyList<(SeatId Seat, double Level)> speaking, long nowMicros)
    {
        var loudest = speaking[0];
        for (var i = 1; i < speaking.Count; i++)
        {
            loudest = speaking[i].Level > loudest.Level ? speaking[i] : loudest;
        }

        var isChallenge = loudest.Seat != _now[0] && loudest.Level >= LevelOf(_now[0], speaking) + ClearlyLouder;
        if (!isChallenge || loudest.Seat != _challenger)
        {
            (_challenger, _challengedSince) = (isChallenge ? loudest.Seat : default, nowMicros);
        }
        else if (nowMicros - _challengedSince >= ChallengeMicros)
        {
            _now.Remove(loudest.Seat);
            _now.Insert(0, loudest.Seat);
            _challenger = default;
        }
    }

    private static double LevelOf(SeatId seat, IReadOnlyList<(SeatId Seat, double Level)> speaking)
    {
        for (var i = 0; i < speaking.Count; i++)
        {
            if (speaking[i].Seat == seat)
            {
                return speaking[i].Level;
            }
        }

        return -1;
    }
}
