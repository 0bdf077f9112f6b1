using System.Net;
using System.Text;
using Telehealth.Media.Net;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] _key = Encoding.ASCII.GetBytes(Rfc5769.Password);

    [Fact]
    public void The_sample_request_is_read_and_authentic()
    {
        Assert.True(StunMessage.TryRead(Rfc5769.Request, out var message));
        Assert.Equal(StunFormat.BindingRequest, message.Type);
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.Equal(0x6e0001ffu, message.Priority);
        Assert.True(message.IsFromControlled);
        Assert.True(message.HasFingerprint);
        Assert.True(message.HasIntegrity(_key));
        Assert.False(message.HasIntegrity("another password"u8));
    }

    [Theory]
    [InlineData(4, "192.0.2.1")]
    [InlineData(6, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void The_sample_responses_name_the_mapped_address(int version, string address)
    {
        var sample = version == 4 ? Rfc5769.ResponseIPv4 : Rfc5769.ResponseIPv6;

        Assert.True(StunMessage.TryRead(sample, out var message));
        Assert.True(message.HasIntegrity(_key));
        Assert.Equal(RemoteAddress.From(new IPEndPoint(IPAddress.Parse(address), 32853)), message.MappedAddress);
    }

    [Fact]
    public void The_sample_request_with_long_term_authentication_is_authentic()
    {
        Assert.True(StunMessage.TryRead(Rfc5769.LongTermRequest, out var message));
        Assert.True(message.HasIntegrity(Rfc5769.LongTermKey));
        Assert.False(message.HasFingerprint);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677")]
    public void What_the_writer_writes_the_reader_reads(string address)
    {
        var mapped = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(address), 32853));
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunFormat.BindingSuccess, "transactions"u8);
        writer.Add(StunFormat.Username, "ours:theirs"u8);
        writer.AddXorMappedAddress(mapped);
        writer.AddIntegrity(_key);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal("ours:theirs", Encoding.ASCII.GetString(message.Username));
        Assert.Equal(mapped, message.MappedAddress);
        Assert.True(message.HasFingerprint);
        Assert.True(message.HasIntegrity(_key));
    }

    [Fact]
    public void A_change_of_any_single_bit_is_noticed()
    {
        for (var bit = 0; bit < (Rfc5769.Request.Length - 8) * 8; bit++)
        {
            var changed = (byte[])Rfc5769.Request.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(
                StunMessage.TryRead(changed, out var message) && message.HasFingerprint && message.HasIntegrity(_key),
                $"bit {bit} was changed and nobody noticed");
        }
    }

    [Fact]
    public void No_cut_of_a_message_is_a_message()
    {
        for (var length = 0; length < Rfc5769.Request.Length; length++)
        {
            Assert.False(StunMessage.TryRead(Rfc5769.Request.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void An_attribute_may_not_reach_past_the_end()
    {
        var message = new byte[28];
        new StunWriter(message, StunFormat.BindingRequest, "transactions"u8).Add(StunFormat.Priority, 1u);
        message[22] = 0xFF;
        message[23] = 0xFF;

        Assert.False(StunMessage.TryRead(message, out _));
    }

    [Fact]
    public void What_follows_the_integrity_is_not_believed()
    {
        var buffer = new byte[200];
        var writer = new StunWriter(buffer, StunFormat.BindingRequest, "transactions"u8);
        writer.AddIntegrity(_key);
        writer.Add(StunFormat.UseCandidate, []);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.False(message.UseCandidate);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var source = new RandomBytes(5769);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = source.Next(source.Next(0, 1600));
            if (bytes.Length >= StunFormat.HeaderBytes)
            {
                // Half-way valid: the header fits, so the attributes are parsed.
                bytes[0] = 0;
                bytes[2] = (byte)((bytes.Length - 20) >> 8);
                bytes[3] = (byte)(bytes.Length - 20);
                Rfc5769.Request.AsSpan(4, 4).CopyTo(bytes.AsSpan(4));
            }

            if (StunMessage.TryRead(bytes, out var message))
            {
                Assert.False(message.HasIntegrity(_key));
            }
        }
    }
}
