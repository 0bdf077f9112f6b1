namespace Telehealth.Media.Peer;

/// <summary>
/// A jitter buffer for sound as browsers have one, in steps of 20 ms: it waits as long as nearly all sound of the last ten seconds needed, makes
/// something up for what has not come (concealment), waits on when nothing has come at all, and changes its delay by a tenth of
/// the speed at most. A model: enough to count what a listener would hear.
/// </summary>
internal sealed class AudioPlayout
{
    public const long StepMicros = 20_000;
    public const int StepSamples = 960;

    private const long FirstDelay = 80_000;
    private const long LeastDelay = 40_000;
    private const long MostDelay = 800_000;
    private const long Stretch = StepMicros / 10;
    private const int Remembered = 500;

    // The share of sound that the delay waits for.
    private const double Covered = 0.99;

    private readonly HashSet<long> _waiting = [];
    private readonly HashSet<long> _madeUp = [];
    private readonly Queue<long> _lateness = new();
    private long _first = -1;
    private long _next;
    private long _newest;
    private long _origin;
    private long _delay = FirstDelay;
    private long _playAt;

    public long Played { get; private set; }

    /// <summary>Steps of 20 ms that were made up.</summary>
    public long Concealed { get; private set; }

    /// <summary>What a listener waits behind the speaker, the network's own delay not counted.</summary>
    public double DelayMs => _delay / 1000.0;

    /// <summary>Takes the sound of one packet or of a redundant block in it; what was there already, or is too late, changes nothing.</summary>
    /// <param name="step">Its place, in steps since any beginning.</param>
    /// <param name="steps">How many steps it lasts.</param>
    /// <param name="now">When it came.</param>
    public void Take(long step, int steps, long now)
    {
        if (_first < 0)
        {
            (_first, _next, _newest, _origin) = (step, step, step - 1, now);
            _playAt = now + _delay;
        }

        for (var at = step; at < step + steps; at++)
        {
            // What comes after it was made up is of no use, but tells how long to wait.
            if (at < _next ? !_madeUp.Remove(at) : !_waiting.Add(at))
            {
                continue;
            }

            _newest = Math.Max(_newest, at);
            NoteLateness(now - _origin - ((at - _first) * StepMicros));
        }
    }

    /// <summary>The sender paused on purpose: these steps are silence and nothing to be made up.</summary>
    public void TakeSilence(long from, long until)
    {
        for (var at = Math.Max(from, _next); at < until; at++)
        {
            _waiting.Add(at);
        }
    }

    /// <summary>Plays what is due.</summary>
    public void Play(long now)
    {
        for (; _first >= 0 && now >= _playAt; _playAt += StepMicros)
        {
            if (_waiting.Remove(_next))
            {
                Played++;
                _next++;
                Adjust();
            }
            else
            {
                Concealed++;
                // With later sound at hand the gap is given up; without, the buffer waits for what comes next.
                if (_newest > _next)
                {
                    _madeUp.Add(_next++);
                    _madeUp.Remove(_next - Remembered);
                }
            }
        }
    }

    private void NoteLateness(long lateness)
    {
        _lateness.Enqueue(lateness);
        if (_lateness.Count > Remembered)
        {
            _lateness.Dequeue();
        }
    }

    // How long before its turn the next step would have to wait, against what it should.
    private void Adjust()
    {
        if ((Played & 7) == 0 && _lateness.Count > 10)
        {
            var sorted = _lateness.Order().ToArray();
            var wanted = sorted[(int)((sorted.Length - 1) * Covered)] - sorted[0] + StepMicros;
            _delay = Math.Clamp(wanted, LeastDelay, MostDelay);
            var due = _origin + sorted[0] + ((_next - _first) * StepMicros) + _delay;
            var off = due - _playAt - StepMicros;
            _playAt += Math.Clamp(off, -8 * Stretch, 8 * Stretch);
        }
    }
}
