using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Net;

public sealed class ControlMessagesTests
{
    private const long StampMicros = 1_700_000_000_123_456;

    [Fact]
    public void The_kernels_structures_have_the_sizes_of_64_bit_Linux()
    {
        Assert.Equal(NativeMessage.Bytes, Unsafe.SizeOf<NativeMessage>());
        Assert.Equal(NativeBatchEntry.Bytes, Unsafe.SizeOf<NativeBatchEntry>());
        Assert.Equal(16, Unsafe.SizeOf<NativeBuffer>());
    }

    [Fact]
    public void Nothing_said_is_nothing_known() => Assert.Equal(default, ControlMessages.Read([]));

    [Fact]
    public void Everything_the_port_asks_for_is_read_in_any_order()
    {
        byte[][] messages = [Stamp(), Overflow(7), IPv6(IPAddress.Parse("2001:db8::5"))];
        var expected = new DatagramNotes(StampMicros, 7, Local("2001:db8::5"));

        Assert.Equal(expected, ControlMessages.Read([.. messages[0], .. messages[1], .. messages[2]]));
        Assert.Equal(expected, ControlMessages.Read([.. messages[2], .. messages[1], .. messages[0]]));
    }

    [Fact]
    public void An_IPv4_destination_reads_the_same_from_either_family()
    {
        var expected = Local("192.0.2.7");

        Assert.Equal(expected, ControlMessages.Read(IPv4(IPAddress.Parse("192.0.2.7"))).Local);
        Assert.Equal(expected, ControlMessages.Read(IPv6(IPAddress.Parse("::ffff:192.0.2.7"))).Local);
    }

    [Theory]
    [InlineData(1, 99)]
    [InlineData(99, 35)]
    [InlineData(0, 50)]
    [InlineData(41, 8)]
    public void Messages_of_other_kinds_are_passed_over(int level, int type)
    {
        byte[] control = [.. Message(level, type, new byte[20]), .. Overflow(9)];

        Assert.Equal(new DatagramNotes(0, 9, default), ControlMessages.Read(control));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(15ul)]
    [InlineData(1000ul)]
    [InlineData(0x8000_0000ul)]
    [InlineData(ulong.MaxValue)]
    public void A_length_that_cannot_be_ends_the_reading(ulong length)
    {
        byte[] control = [.. Overflow(9), .. Stamp()];
        BinaryPrimitives.WriteUInt64LittleEndian(control.AsSpan(24), length);

        Assert.Equal(new DatagramNotes(0, 9, default), ControlMessages.Read(control));
    }

    [Fact]
    public void Every_truncation_is_survived_and_adds_nothing()
    {
        byte[] whole = [.. Overflow(9), .. Stamp(), .. IPv6(IPAddress.IPv6Loopback)];
        for (var length = 0; length < whole.Length; length++)
        {
            var notes = ControlMessages.Read(whole.AsSpan(0, length));

            Assert.Equal(length >= 20 ? 9u : 0, notes.Overflows);
            Assert.Equal(length >= 56 ? StampMicros : 0, notes.StampMicros);
            Assert.Equal(length >= 92, notes.Local.IsKnown);
        }
    }

    [Theory]
    [InlineData(1, 35, 15)]
    [InlineData(1, 40, 3)]
    [InlineData(0, 8, 11)]
    [InlineData(41, 50, 19)]
    [InlineData(1, 35, 0)]
    public void A_content_that_is_too_short_says_nothing(int level, int type, int length)
    {
        var content = new byte[length];
        content.AsSpan().Fill(0xFF);
        byte[] control = [.. Message(level, type, content), .. Overflow(9)];

        Assert.Equal(new DatagramNotes(0, 9, default), ControlMessages.Read(control));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var source = new RandomBytes(1);
        for (var round = 0; round < 20_000; round++)
        {
            var control = source.Next(source.Next(0, 129));
            if (control.Length >= 16 && round % 2 == 0)
            {
                // A plausible first header, so that the reading goes on to the next.
                BinaryPrimitives.WriteUInt64LittleEndian(control, (ulong)source.Next(0, 64));
                BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(8), 1);
                BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(12), 35);
            }

            _ = ControlMessages.Read(control);
        }
    }

    [Theory]
    [InlineData("192.0.2.7", false, 28)]
    [InlineData("192.0.2.7", true, 36)]
    [InlineData("2001:db8::5", true, 36)]
    public void A_written_source_names_the_address_and_leaves_the_interface_open(string address, bool socketIsIPv6, int length)
    {
        var control = new byte[ControlMessages.SourceBytes];
        control.AsSpan().Fill(0xFF);

        Assert.Equal(length, ControlMessages.WriteSource(control, Local(address), socketIsIPv6));

        Assert.Equal(Local(address), ControlMessages.Read(control.AsSpan(0, length)).Local);
        Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(control.AsSpan(socketIsIPv6 ? 32 : 16)));
    }

    private static LocalAddress Local(string address)
    {
        var remote = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(address), 1));
        return new LocalAddress(remote.High, remote.Low);
    }

    private static byte[] Stamp()
    {
        var time = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(time, StampMicros / 1_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(time.AsSpan(8), (StampMicros % 1_000_000 * 1000) + 999);
        return Message(ControlMessages.LevelSocket, ControlMessages.Stamp, time);
    }

    private static byte[] Overflow(uint count)
    {
        var content = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(content, count);
        return Message(ControlMessages.LevelSocket, ControlMessages.Overflow, content);
    }

    private static byte[] IPv4(IPAddress address) =>
        Message(ControlMessages.LevelIPv4, ControlMessages.IPv4Destination, [3, 0, 0, 0, .. address.GetAddressBytes(), 9, 9, 9, 9]);

    private static byte[] IPv6(IPAddress address) =>
        Message(ControlMessages.LevelIPv6, ControlMessages.IPv6Destination, [.. address.GetAddressBytes(), 3, 0, 0, 0]);

    private static byte[] Message(int level, int type, byte[] content)
    {
        var message = new byte[(16 + content.Length + 7) & ~7];
        BinaryPrimitives.WriteUInt64LittleEndian(message, (ulong)(16 + content.Length));
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), level);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), type);
        content.CopyTo(message, 16);
        return message;
    }
}
