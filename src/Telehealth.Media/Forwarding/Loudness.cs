namespace Telehealth.Media.Forwarding;

/// <summary>Whether a microphone speaks, from the levels its packets carry (RFC 6464). Only the room's loop touches this.</summary>
internal sealed class Loudness
{
    // -dBov: quieter than this is breath and fans.
    private const int Threshold = 40;

    // One packet every 20 ms makes 20 in the 400 ms that the room asks in; speech fills at least two fifths of them.
    private const int MinLoudPackets = 8;

    // Speakers pause between sentences.
    private const int WindowsToFallSilent = 3;

    private int _loudPackets;
    private int _levelSum;
    private int _quietWindows;
    private double _smoothed;

    public bool Speaks { get; private set; }

    /// <summary>Larger is louder.</summary>
    public double Level => _smoothed;

    public void Observe(byte level)
    {
        var decibels = level & 0x7F;
        if (decibels <= Threshold)
        {
            _loudPackets++;
            _levelSum += 127 - decibels;
        }
    }

    /// <summary>Ends one window of 400 ms.</summary>
    public void CloseWindow()
    {
        var loud = _loudPackets >= MinLoudPackets;
        var level = loud ? _levelSum / (double)_loudPackets : 0;
        _smoothed = (_smoothed + level) / 2;
        _quietWindows = loud ? 0 : _quietWindows + 1;
        Speaks = loud || (Speaks && _quietWindows < WindowsToFallSilent);
        _loudPackets = 0;
        _levelSum = 0;
    }

    public void Reset()
    {
        _loudPackets = 0;
        _levelSum = 0;
        _smoothed = 0;
        Speaks = false;
    }
}
