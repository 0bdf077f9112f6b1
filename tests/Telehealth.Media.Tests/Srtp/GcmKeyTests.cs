using System.Security.Cryptography;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Srtp;

public sealed class GcmKeyTests
{
    /// <summary>Whether the processor's own instructions are tried; OpenSSL always is.</summary>
    public static TheoryData<bool> Implementations => HardwareGcm.IsSupported ? [false, true] : [false];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void The_specifications_cases_come_out(bool hardware)
    {
        foreach (var expected in GcmSpecification.Cases)
        {
            var plain = Convert.FromHexString(expected.Plain);
            var nonce = Convert.FromHexString(expected.Nonce);
            var associated = Convert.FromHexString(expected.Associated);
            using var seal = Create(hardware, Convert.FromHexString(expected.Key), encrypts: true);
            using var open = Create(hardware, Convert.FromHexString(expected.Key), encrypts: false);
            var encrypted = new byte[plain.Length];
            var tag = new byte[GcmKey.TagBytes];
            seal.Seal(nonce, associated, plain, [], encrypted, tag);

            Assert.Equal(expected.Encrypted, Convert.ToHexStringLower(encrypted));
            Assert.Equal(expected.Tag, Convert.ToHexStringLower(tag));
            Assert.True(open.TryOpen(nonce, associated, encrypted, encrypted, tag));
            Assert.Equal(plain, encrypted);
        }
    }

    // Every length of text up to three groups of blocks, every split of it that forwarding makes, and random longer ones.
    [Theory]
    [MemberData(nameof(Implementations))]
    public void Every_length_is_sealed_as_dotnet_seals_it(bool hardware)
    {
        var source = new RandomBytes(0x6C6D);
        for (var round = 0; round < 4_000; round++)
        {
            var text = source.Next(round < 400 ? round : source.Next(0, 1_500));
            var own = source.Next(0, Math.Min(text.Length, round % 3 == 0 ? text.Length : 24) + 1);
            var associated = source.Next(round % 5 == 0 ? source.Next(0, 300) : 12 + (4 * source.Next(0, 8)));
            var key = source.Next(GcmKey.KeyBytes);
            var nonce = source.Next(GcmKey.NonceBytes);
            var (encrypted, tag) = Reference(key, nonce, associated, text);
            using var seal = Create(hardware, key, encrypts: true);
            using var open = Create(hardware, key, encrypts: false);

            // One byte more on each side: nothing may be written there.
            var target = new byte[text.Length + 2];
            var written = new byte[GcmKey.TagBytes];
            seal.Seal(nonce, associated, text.AsSpan(0, own), text.AsSpan(own), target.AsSpan(1, text.Length), written);
            Assert.Equal([0, .. encrypted, 0], target);
            Assert.Equal(tag, written);

            var apart = new byte[text.Length + 2];
            Assert.True(open.TryOpen(nonce, associated, encrypted, apart.AsSpan(1, text.Length), tag));
            Assert.Equal([0, .. text, 0], apart);
            Assert.True(open.TryOpen(nonce, associated, target.AsSpan(1, text.Length), target.AsSpan(1, text.Length), tag));
            Assert.Equal(apart, target);
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void No_bit_can_be_changed_anywhere(bool hardware)
    {
        var source = new RandomBytes(128);
        var key = source.Next(GcmKey.KeyBytes);
        using var open = Create(hardware, key, encrypts: false);
        foreach (var length in new[] { 0, 1, 15, 16, 17, 112, 113, 127, 128, 129, 240, 241, 300 })
        {
            var parts = new[] { source.Next(GcmKey.NonceBytes), source.Next(20), source.Next(length), new byte[GcmKey.TagBytes] };
            (parts[2], parts[3]) = Reference(key, parts[0], parts[1], parts[2]);
            Assert.True(open.TryOpen(parts[0], parts[1], parts[2], new byte[length], parts[3]));
            foreach (var part in parts)
            {
                for (var bit = 0; bit < part.Length * 8; bit++)
                {
                    part[bit / 8] ^= (byte)(1 << (bit % 8));
                    Assert.False(open.TryOpen(parts[0], parts[1], parts[2], new byte[length], parts[3]));
                    part[bit / 8] ^= (byte)(1 << (bit % 8));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void A_second_refusal_makes_good_what_the_first_did_to_the_text(bool hardware)
    {
        var source = new RandomBytes(5);
        using var open = Create(hardware, source.Next(GcmKey.KeyBytes), encrypts: false);
        var text = source.Next(333);
        var nonce = source.Next(GcmKey.NonceBytes);
        var kept = (byte[])text.Clone();

        Assert.False(open.TryOpen(nonce, [], text, text, new byte[GcmKey.TagBytes]));
        Assert.False(open.TryOpen(nonce, [], text, text, new byte[GcmKey.TagBytes]));

        Assert.Equal(kept, text);
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Nothing_is_allocated(bool hardware)
    {
        var key = new byte[GcmKey.KeyBytes];
        using var seal = Create(hardware, key, encrypts: true);
        using var open = Create(hardware, key, encrypts: false);
        var text = new byte[1_100];
        var target = new byte[1_100];
        var tag = new byte[GcmKey.TagBytes];
        var nonce = new byte[GcmKey.NonceBytes];

        // The runtime's own doings may fall into one window; an allocation of ours would be in all of them.
        var least = long.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var packet = 0; packet < 500; packet++)
            {
                seal.Seal(nonce, text.AsSpan(0, 28), text.AsSpan(28, 4), text.AsSpan(32), target.AsSpan(0, 1_072), tag);
                open.TryOpen(nonce, text.AsSpan(0, 28), target.AsSpan(0, 1_072), target, tag);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    internal static GcmKey Create(bool hardware, byte[] key, bool encrypts) =>
        hardware ? new HardwareGcm(key) : new OpenSslGcm(key, encrypts);

    private static (byte[] Encrypted, byte[] Tag) Reference(byte[] key, byte[] nonce, byte[] associated, byte[] text)
    {
        using var reference = new AesGcm(key, GcmKey.TagBytes);
        var encrypted = new byte[text.Length];
        var tag = new byte[GcmKey.TagBytes];
        reference.Encrypt(nonce, text, encrypted, tag, associated);
        return (encrypted, tag);
    }
}
