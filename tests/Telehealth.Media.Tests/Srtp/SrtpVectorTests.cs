using Telehealth.Media.Vectors;

namespace Telehealth.Media.Srtp;

public sealed class SrtpVectorTests
{
    private static readonly SrtpMasterKeys _master = new(SrtpProfile.Aes128CmSha1Tag80, Rfc3711.MasterKey, Rfc3711.MasterSalt);

    [Fact]
    public void The_keystream_is_that_of_RFC_3711_B_2()
    {
        using var cipher = new AesCounterMode(Rfc3711.KeystreamKey, Rfc3711.KeystreamSalt);
        var keystream = new byte[Rfc3711.Keystream.Length];

        cipher.Apply(0, 0, new byte[keystream.Length], keystream);

        Assert.Equal(Rfc3711.Keystream, keystream);
    }

    [Fact]
    public void Session_keys_are_those_of_RFC_3711_B_3()
    {
        Assert.Equal(Rfc3711.CipherKey, SrtpKeyDerivation.Derive(_master, SrtpKeyDerivation.RtpKey, 16));
        Assert.Equal(Rfc3711.CipherSalt, SrtpKeyDerivation.Derive(_master, SrtpKeyDerivation.RtpSalt, 14));
        Assert.Equal(Rfc3711.AuthenticationKey, SrtpKeyDerivation.Derive(_master, SrtpKeyDerivation.RtpAuthentication, 32));
    }

    [Theory]
    [MemberData(nameof(GcmKeyTests.Implementations), MemberType = typeof(GcmKeyTests))]
    public void Rtp_is_protected_as_in_RFC_7714_16_1_1(bool hardware)
    {
        using var seal = Aead(hardware, encrypts: true);
        using var open = Aead(hardware, encrypts: false);
        var wire = new byte[Rfc7714.ProtectedRtp.Length];
        var plain = new byte[Rfc7714.ProtectedRtp.Length];

        Assert.Equal(wire.Length, seal.SealRtp(Rfc7714.PlainRtp, 12, 0xf17b, wire));
        Assert.Equal(Rfc7714.ProtectedRtp, wire);
        Assert.Equal(Rfc7714.PlainRtp.Length, open.OpenRtp(wire, 12, 0xf17b, plain));
        Assert.Equal(Rfc7714.PlainRtp, plain[..Rfc7714.PlainRtp.Length]);
    }

    [Theory]
    [MemberData(nameof(GcmKeyTests.Implementations), MemberType = typeof(GcmKeyTests))]
    public void Rtcp_is_protected_as_in_RFC_7714_17_1(bool hardware)
    {
        using var seal = Aead(hardware, encrypts: true);
        using var open = Aead(hardware, encrypts: false);
        var wire = new byte[Rfc7714.ProtectedRtcp.Length];
        var plain = new byte[Rfc7714.ProtectedRtcp.Length];

        Assert.Equal(wire.Length, seal.SealRtcp(Rfc7714.PlainRtcp, Rfc7714.RtcpIndex, wire));
        Assert.Equal(Rfc7714.ProtectedRtcp, wire);
        Assert.Equal(Rfc7714.PlainRtcp.Length, open.OpenRtcp(wire, plain));
        Assert.Equal(Rfc7714.PlainRtcp, plain[..Rfc7714.PlainRtcp.Length]);
    }

    private static AeadCipher Aead(bool hardware, bool encrypts) => new(
        GcmKeyTests.Create(hardware, Rfc7714.Key, encrypts), Rfc7714.Salt, GcmKeyTests.Create(hardware, Rfc7714.Key, encrypts), Rfc7714.Salt);
}
