using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Telehealth.Media.Srtp;

/// <summary>
/// GHASH (NIST SP 800-38D section 6.4) over up to eight blocks with one reduction. Blocks are held byte-reversed, the powers of
/// the hash key multiplied by x, so that products need no shift; the reduction is Montgomery's with the field's polynomial.
/// </summary>
internal static unsafe class GaloisHash
{
    /// <summary>Blocks per call, and powers that are kept: the highest first.</summary>
    public const int MostBlocks = 8;

    public const int PowerBytes = MostBlocks * BlockBytes;

    private const int BlockBytes = 16;

    // x^127 + x^126 + x^121 + 1: the polynomial, reflected.
    private const ulong PolynomialHigh = 0xC200_0000_0000_0000;

    public static bool IsSupported => Pclmulqdq.IsSupported && Ssse3.IsSupported;

    /// <summary>The eight powers of a hash key, as <see cref="Add"/> wants them.</summary>
    public static void FillPowers(byte* powers, Vector128<byte> hashKey)
    {
        var bytes = Reverse(hashKey).AsUInt64();
        var (low, high) = (bytes[0], bytes[1]);
        var carry = high >> 63;
        var one = Vector128.Create((low << 1) ^ carry, ((high << 1) | (low >> 63)) ^ (carry * PolynomialHigh));
        var power = one;
        for (var index = MostBlocks - 1; index >= 0; index--)
        {
            power.AsByte().Store(powers + (index * BlockBytes));
            power = Multiply(power, one);
        }
    }

    /// <summary>Goes on with a hash over one to eight blocks. Zero is the hash of nothing.</summary>
    public static Vector128<ulong> Add(byte* powers, Vector128<ulong> hash, byte* blocks, int count)
    {
        if (count == MostBlocks && Pclmulqdq.V512.IsSupported && Avx512BW.IsSupported)
        {
            return AddEight(powers, hash, blocks);
        }

        powers += (MostBlocks - count) * BlockBytes;
        var low = Vector128<ulong>.Zero;
        var middle = Vector128<ulong>.Zero;
        var high = Vector128<ulong>.Zero;
        for (var index = 0; index < count; index++)
        {
            var block = Reverse(Vector128.Load(blocks + (index * BlockBytes))).AsUInt64() ^ hash;
            hash = Vector128<ulong>.Zero;
            var power = Vector128.Load(powers + (index * BlockBytes)).AsUInt64();
            low ^= Pclmulqdq.CarrylessMultiply(block, power, 0x00);
            middle ^= Pclmulqdq.CarrylessMultiply(block, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(block, power, 0x10);
            high ^= Pclmulqdq.CarrylessMultiply(block, power, 0x11);
        }

        return Reduce(low, middle, high);
    }

    /// <summary>The block as it is hashed, and back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Reverse(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    private static Vector128<ulong> AddEight(byte* powers, Vector128<ulong> hash, byte* blocks)
    {
        var order = Vector512.Create(Vector256.Create(
            Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
            Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)));
        var front = Avx512BW.Shuffle(Vector512.Load(blocks), order).AsUInt64() ^ hash.ToVector256Unsafe().ToVector512Unsafe();
        var back = Avx512BW.Shuffle(Vector512.Load(blocks + 64), order).AsUInt64();
        var frontPowers = Vector512.Load(powers).AsUInt64();
        var backPowers = Vector512.Load(powers + 64).AsUInt64();
        var low = Pclmulqdq.V512.CarrylessMultiply(front, frontPowers, 0x00)
            ^ Pclmulqdq.V512.CarrylessMultiply(back, backPowers, 0x00);
        var middle = Pclmulqdq.V512.CarrylessMultiply(front, frontPowers, 0x01)
            ^ Pclmulqdq.V512.CarrylessMultiply(front, frontPowers, 0x10)
            ^ Pclmulqdq.V512.CarrylessMultiply(back, backPowers, 0x01)
            ^ Pclmulqdq.V512.CarrylessMultiply(back, backPowers, 0x10);
        var high = Pclmulqdq.V512.CarrylessMultiply(front, frontPowers, 0x11)
            ^ Pclmulqdq.V512.CarrylessMultiply(back, backPowers, 0x11);
        return Reduce(Fold(low), Fold(middle), Fold(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector512<ulong> sum)
    {
        var half = sum.GetLower() ^ sum.GetUpper();
        return half.GetLower() ^ half.GetUpper();
    }

    private static Vector128<ulong> Multiply(Vector128<ulong> left, Vector128<ulong> right) => Reduce(
        Pclmulqdq.CarrylessMultiply(left, right, 0x00),
        Pclmulqdq.CarrylessMultiply(left, right, 0x01) ^ Pclmulqdq.CarrylessMultiply(left, right, 0x10),
        Pclmulqdq.CarrylessMultiply(left, right, 0x11));

    // Each step multiplies the lowest 64 bits away: by the polynomial's top bits; its lowest bit makes the swap of halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        var polynomial = Vector128.Create(1, PolynomialHigh);
        middle ^= Swap(low) ^ Pclmulqdq.CarrylessMultiply(polynomial, low, 0x01);
        return high ^ Swap(middle) ^ Pclmulqdq.CarrylessMultiply(polynomial, middle, 0x01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Swap(Vector128<ulong> halves) => Sse2.Shuffle(halves.AsUInt32(), 0x4E).AsUInt64();
}
