using System.Runtime.CompilerServices;

namespace Telehealth.Media.Srtp;

/// <summary>Which packet indexes have been used (RFC 3711 section 3.3.2). Firefox probes with old packets, so the window is wide.</summary>
internal sealed class ReplayWindow
{
    public const int Size = 1024;

    private const int WordBits = 64;

    private Words _words;
    private bool _started;

    /// <summary>The highest index accepted; meaningless before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>False when the index was accepted before or is too old to know.</summary>
    public bool IsFresh(ulong index)
    {
        if (!_started || index > Highest)
        {
            return true;
        }

        return Highest - index < Size && (_words[WordOf(index)] & BitOf(index)) == 0;
    }

    /// <summary>Call after authentication only, and only for a fresh index.</summary>
    public void Accept(ulong index)
    {
        if (!_started)
        {
            _started = true;
            Highest = index;
        }
        else if (index > Highest)
        {
            Forget(index);
            Highest = index;
        }

        _words[WordOf(index)] |= BitOf(index);
    }

    /// <summary>The 48-bit index a sequence number most likely has (RFC 3711 appendix A); false before the very first index.</summary>
    public bool TryGuess(ushort sequence, out ulong index)
    {
        index = sequence;
        if (!_started)
        {
            return true;
        }

        var rollover = (long)(Highest >> 16);
        var newest = (ushort)Highest;
        if (newest < 0x8000 && sequence - newest > 0x8000)
        {
            rollover--;
        }
        else if (newest >= 0x8000 && newest - 0x8000 > sequence)
        {
            rollover++;
        }

        index = ((ulong)rollover << 16) | sequence;
        return rollover >= 0;
    }

    private static int WordOf(ulong index) => (int)(index % Size) / WordBits;

    private static ulong BitOf(ulong index) => 1UL << (int)(index % WordBits);

    private void Forget(ulong next)
    {
        if (next - Highest >= Size)
        {
            _words = default;
            return;
        }

        for (var index = Highest + 1; index < next; index++)
        {
            _words[WordOf(index)] &= ~BitOf(index);
        }

        _words[WordOf(next)] &= ~BitOf(next);
    }

    [InlineArray(Size / WordBits)]
    private struct Words
    {
        private ulong _first;
    }
}
