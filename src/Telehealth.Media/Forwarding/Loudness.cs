namespace Telehealth.Media.Forwarding;

/// <summary>
/// Whether a microphone speaks, from the levels its packets carry (RFC 6464). Time is that of the packets, so that packets of 60 ms
/// weigh as much as three of 20 ms. Only the room's loop touches this.
/// </summary>
internal sealed class Loudness
{
    /// <summary>How often <see cref="Step"/> is due.</summary>
    public const long StepMicros = 100_000;

    // A window of 800 ms: longer than any cough, shorter than a sentence.
    private const int Steps = 8;

    // -dBov. Quieter than the first is breath and fans; between the two a voice that has begun may sink at the end of a sentence.
    private const int Loud = 35;
    private const int StillLoud = 40;

    // In ticks of 48 kHz: two fifths of the window to begin, a tenth to go on.
    private const int TicksToBegin = 48 * 320;
    private const int TicksToGoOn = 48 * 80;

    // With the window itself about a second and a half: speakers pause between sentences.
    private const int StepsToFallSilent = 8;

    // The longest packet that browsers make; a larger distance is silence that was not sent, or loss.
    private const int LongestPacket = 48 * 60;
    private const int UsualPacket = 48 * 20;

    private readonly (int Loud, int Still)[] _window = new (int, int)[Steps];
    private (int Loud, int Still) _sum;
    private (int Loud, int Still) _step;
    private long _stepLevel;
    private uint _timestamp;
    private bool _started;
    private int _next;
    private int _quietSteps;
    private double _smoothed;

    public bool Speaks { get; private set; }

    /// <summary>In dB, larger is louder.</summary>
    public double Level => _smoothed;

    /// <param name="level">The extension's byte: voice bit and -dBov.</param>
    /// <param name="timestamp">The packet's own, of 48 kHz.</param>
    public void Observe(byte level, uint timestamp)
    {
        var distance = _started ? (int)(timestamp - _timestamp) : UsualPacket;
        if (distance <= 0)
        {
            // Late: its time is counted with the packet that overtook it.
            return;
        }

        (_timestamp, _started) = (timestamp, true);
        var decibels = level & 0x7F;
        if (decibels > StillLoud)
        {
            return;
        }

        var ticks = Math.Min(distance, LongestPacket);
        _step.Still += ticks;
        _step.Loud += decibels <= Loud ? ticks : 0;
        _stepLevel += (long)(127 - decibels) * ticks;
    }

    /// <summary>Ends a step of 100 ms.</summary>
    public void Step()
    {
        var oldest = _window[_next];
        _sum = (_sum.Loud + _step.Loud - oldest.Loud, _sum.Still + _step.Still - oldest.Still);
        _window[_next] = _step;
        _next = (_next + 1) % Steps;
        var level = _step.Still > 0 ? _stepLevel / (double)_step.Still : 0;
        _smoothed += (level - _smoothed) / 4;
        _quietSteps = _sum.Still >= TicksToGoOn ? 0 : _quietSteps + 1;
        Speaks = Speaks ? _quietSteps < StepsToFallSilent : _sum.Loud >= TicksToBegin;
        (_step, _stepLevel) = (default, 0);
    }

    public void Reset()
    {
        Array.Clear(_window);
        (_sum, _step, _stepLevel) = (default, default, 0);
        (_started, _quietSteps, _smoothed) = (false, 0, 0);
        Speaks = false;
    }
}
