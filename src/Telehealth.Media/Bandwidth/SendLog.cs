using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Bandwidth;

/// <summary>When each packet went to a receiver, by transport-wide number, and what its feedback says was lost. Only the room's loop touches this.</summary>
internal sealed class SendLog
{
    // Feedback older than a few seconds says nothing; a power of two that divides the number space.
    private const int Slots = 4096;

    private readonly long[] _sent = new long[Slots];
    private readonly ushort[] _sequences = new ushort[Slots];

    /// <summary>Packets that feedback spoke of since the last <see cref="TakeLoss"/>.</summary>
    private int _reported;
    private int _lost;

    public void Add(ushort sequence, long micros)
    {
        _sent[sequence % Slots] = micros;
        _sequences[sequence % Slots] = sequence;
    }

    public void Receive(ReadOnlySpan<byte> feedback)
    {
        if (!TransportFeedbackReader.TryOpen(feedback, out var reader))
        {
            return;
        }

        while (reader.MoveNext())
        {
            var slot = reader.Sequence % Slots;
            if (_sent[slot] == 0 || _sequences[slot] != reader.Sequence)
            {
                continue;
            }

            _reported++;
            _lost += reader.Received ? 0 : 1;
            if (reader.Received)
            {
                // Counted once, however often it is reported.
                _sent[slot] = 0;
            }
        }
    }

    /// <summary>The share lost since the last call; nothing when too little was reported to say.</summary>
    public double? TakeLoss()
    {
        if (_reported < 20)
        {
            return null;
        }

        var loss = _lost / (double)_reported;
        (_reported, _lost) = (0, 0);
        return loss;
    }
}
