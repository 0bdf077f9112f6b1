using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using AesRound = System.Runtime.Intrinsics.X86.Aes;

namespace Telehealth.Media.Srtp;

/// <summary>
/// GCM by the AES and carry-less multiplication instructions of x86, eight blocks at a time. OpenSSL uses the same ones, but spends
/// as long on its calls for one packet as on the packet.
/// </summary>
internal sealed unsafe class HardwareGcm : GcmKey
{
    private const int BlockBytes = 16;
    private const int GroupBytes = GaloisHash.MostBlocks * BlockBytes;

    // The eighth block of the last group belongs to the tag.
    private const int LastGroupBytes = GroupBytes - BlockBytes;

    private const int Rounds = 10;
    private const int ScheduleBytes = (Rounds + 1) * BlockBytes;

    private const int CacheLineBytes = 64;

    // Round keys and hash powers, outside the collected heap so that they can be wiped and never move.
    private byte* _state = (byte*)NativeMemory.AlignedAlloc(ScheduleBytes + GaloisHash.PowerBytes, CacheLineBytes);

    public HardwareGcm(ReadOnlySpan<byte> key)
    {
        ExpandKey(key, Schedule);
        // The hash key is the encryption of zero: counter and text are all zeros.
        var zeros = stackalloc byte[GroupBytes];
        new Span<byte>(zeros, GroupBytes).Clear();
        XorGroup(Vector128<uint>.Zero, 0, zeros, zeros);
        GaloisHash.FillPowers(Powers, Vector128.Load(zeros));
    }

    ~HardwareGcm() => Dispose(false);

    public static bool IsSupported => AesRound.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported && GaloisHash.IsSupported;

    private byte* Powers => _state;

    private byte* Schedule => _state + GaloisHash.PowerBytes;

    public override void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second,
        Span<byte> target, Span<byte> tag)
    {
        var length = first.Length + second.Length;
        target = target[..length];
        if (second.IsEmpty)
        {
            second = first;
            first = [];
        }

        // The groups in which the parts meet are put together in the target and encrypted where they stand.
        var together = Math.Min(length, (first.Length + GroupBytes - 1) / GroupBytes * GroupBytes);
        first.CopyTo(target);
        second[..(together - first.Length)].CopyTo(target[first.Length..]);
        fixed (byte* to = target)
        fixed (byte* rest = second)
        fixed (byte* tagBytes = tag[..TagBytes])
        {
            var source = new Source { Near = to, Together = together, Far = rest - first.Length, Length = length };
            Run(nonce, associated, source, to, encrypts: true).Store(tagBytes);
        }
    }

    public override bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<byte> tag)
    {
        fixed (byte* to = target[..source.Length])
        fixed (byte* from = source)
        fixed (byte* tagBytes = tag[..TagBytes])
        {
            var computed = Run(nonce, associated, new Source { Far = from, Length = source.Length }, to, encrypts: false);
            // A comparison of whole registers takes the same time whichever bits differ.
            return computed == Vector128.Load(tagBytes);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_state != null)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_state, ScheduleBytes + GaloisHash.PowerBytes));
            NativeMemory.AlignedFree(_state);
            _state = null;
        }
    }

    private static void ExpandKey(ReadOnlySpan<byte> key, byte* schedule)
    {
        ReadOnlySpan<byte> constants = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1B, 0x36];
        var round = Vector128.Create(key);
        round.Store(schedule);
        foreach (var constant in constants)
        {
            schedule += BlockBytes;
            // Zero's constant: the substituted last word, rotated, stands in the highest element (FIPS 197 section 5.2).
            var word = Sse2.Shuffle(AesRound.KeygenAssist(round, 0).AsUInt32(), 0xFF) ^ Vector128.Create((uint)constant);
            round ^= Sse2.ShiftLeftLogical128BitLane(round, 4);
            round ^= Sse2.ShiftLeftLogical128BitLane(round, 8);
            round ^= word.AsByte();
            round.Store(schedule);
        }
    }

    // Byte-reversed, so that the block number is the lowest element.
    private static Vector128<uint> Counter(ReadOnlySpan<byte> nonce, uint number)
    {
        var words = MemoryMarshal.Cast<byte, uint>(nonce[..NonceBytes]);
        return Vector128.Create(
            number,
            BinaryPrimitives.ReverseEndianness(words[2]),
            BinaryPrimitives.ReverseEndianness(words[1]),
            BinaryPrimitives.ReverseEndianness(words[0]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Block(Vector128<uint> counter, uint further) =>
        GaloisHash.Reverse((counter + Vector128.CreateScalar(further)).AsByte());

    /// <summary>The hash of everything under the mask of the first counter. What is encrypted is hashed one group later, when it has reached the cache.</summary>
    [SkipLocalsInit]
    private Vector128<byte> Run(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, in Source source, byte* to, bool encrypts)
    {
        ObjectDisposedException.ThrowIf(_state == null, this);
        var scratch = stackalloc byte[2 * GroupBytes];
        var hash = HashAssociated(associated, scratch);
        var counter = Counter(nonce, 2);
        var at = 0;
        for (; source.Length - at >= GroupBytes; at += GroupBytes, counter += Vector128.CreateScalar(8u))
        {
            var from = source.At(at);
            var hashed = encrypts ? to + at - GroupBytes : from;
            hash = encrypts && at == 0 ? hash : GaloisHash.Add(Powers, hash, hashed, GaloisHash.MostBlocks);
            XorGroup(counter, 7, from, to + at);
        }

        if (encrypts && at > 0)
        {
            hash = GaloisHash.Add(Powers, hash, to + at - GroupBytes, GaloisHash.MostBlocks);
        }

        if (source.Length - at > LastGroupBytes)
        {
            XorRest(counter, 7, source, at, to, scratch, encrypts);
            hash = GaloisHash.Add(Powers, hash, scratch, GaloisHash.MostBlocks);
            (at, counter) = (source.Length, counter + Vector128.CreateScalar(8u));
        }

        var mask = XorRest(counter, 1 - counter[0], source, at, to, scratch, encrypts);
        var blocks = (source.Length - at + BlockBytes - 1) / BlockBytes;
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(scratch + (blocks * BlockBytes), 8), (ulong)associated.Length * 8);
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(scratch + (blocks * BlockBytes) + 8, 8), (ulong)source.Length * 8);
        hash = GaloisHash.Add(Powers, hash, scratch, blocks + 1);
        return GaloisHash.Reverse(hash.AsByte()) ^ mask;
    }

    private Vector128<ulong> HashAssociated(ReadOnlySpan<byte> associated, byte* scratch)
    {
        var hash = Vector128<ulong>.Zero;
        while (!associated.IsEmpty)
        {
            var part = associated[..Math.Min(associated.Length, GroupBytes)];
            var blocks = (part.Length + BlockBytes - 1) / BlockBytes;
            Vector128<byte>.Zero.Store(scratch + ((blocks - 1) * BlockBytes));
            part.CopyTo(new Span<byte>(scratch, GroupBytes));
            hash = GaloisHash.Add(Powers, hash, scratch, blocks);
            associated = associated[part.Length..];
        }

        return hash;
    }

    /// <summary>
    /// A group that is not full. The first half of the scratch gets its encrypted form, padded with zeros; returned is the eighth
    /// block of the keystream.
    /// </summary>
    private Vector128<byte> XorRest(Vector128<uint> counter, uint eighth, in Source source, int at, byte* to, byte* scratch, bool encrypts)
    {
        var length = source.Length - at;
        var work = scratch + GroupBytes;
        var encrypted = new Span<byte>(scratch, GroupBytes);
        encrypted.Clear();
        new Span<byte>(work, GroupBytes).Clear();
        var from = new ReadOnlySpan<byte>(source.At(at), length);
        from.CopyTo(new Span<byte>(work, GroupBytes));
        if (!encrypts)
        {
            from.CopyTo(encrypted);
        }

        XorGroup(counter, eighth, work, work);
        var result = new ReadOnlySpan<byte>(work, length);
        result.CopyTo(new Span<byte>(to + at, length));
        if (encrypts)
        {
            result.CopyTo(encrypted);
        }

        return Vector128.Load(work + LastGroupBytes);
    }

    private void XorGroup(Vector128<uint> counter, uint eighth, byte* from, byte* to)
    {
        var schedule = Schedule;
        var key = Vector128.Load(schedule);
        var b0 = Block(counter, 0) ^ key;
        var b1 = Block(counter, 1) ^ key;
        var b2 = Block(counter, 2) ^ key;
        var b3 = Block(counter, 3) ^ key;
        var b4 = Block(counter, 4) ^ key;
        var b5 = Block(counter, 5) ^ key;
        var b6 = Block(counter, 6) ^ key;
        var b7 = Block(counter, eighth) ^ key;
        for (var round = 1; round < Rounds; round++)
        {
            key = Vector128.Load(schedule + (round * BlockBytes));
            b0 = AesRound.Encrypt(b0, key);
            b1 = AesRound.Encrypt(b1, key);
            b2 = AesRound.Encrypt(b2, key);
            b3 = AesRound.Encrypt(b3, key);
            b4 = AesRound.Encrypt(b4, key);
            b5 = AesRound.Encrypt(b5, key);
            b6 = AesRound.Encrypt(b6, key);
            b7 = AesRound.Encrypt(b7, key);
        }

        key = Vector128.Load(schedule + (Rounds * BlockBytes));
        (AesRound.EncryptLast(b0, key) ^ Vector128.Load(from)).Store(to);
        (AesRound.EncryptLast(b1, key) ^ Vector128.Load(from + 16)).Store(to + 16);
        (AesRound.EncryptLast(b2, key) ^ Vector128.Load(from + 32)).Store(to + 32);
        (AesRound.EncryptLast(b3, key) ^ Vector128.Load(from + 48)).Store(to + 48);
        (AesRound.EncryptLast(b4, key) ^ Vector128.Load(from + 64)).Store(to + 64);
        (AesRound.EncryptLast(b5, key) ^ Vector128.Load(from + 80)).Store(to + 80);
        (AesRound.EncryptLast(b6, key) ^ Vector128.Load(from + 96)).Store(to + 96);
        (AesRound.EncryptLast(b7, key) ^ Vector128.Load(from + 112)).Store(to + 112);
    }

    /// <summary>A plain or encrypted text whose beginning may stand elsewhere than its rest.</summary>
    private readonly struct Source
    {
        public byte* Near { get; init; }

        public int Together { get; init; }

        /// <summary>Less the length of what is not there.</summary>
        public byte* Far { get; init; }

        public int Length { get; init; }

        public byte* At(int offset) => (offset < Together ? Near : Far) + offset;
    }
}
