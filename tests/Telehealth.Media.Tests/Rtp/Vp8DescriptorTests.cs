namespace Telehealth.Media.Rtp;

public sealed class Vp8DescriptorTests
{
    [Fact]
    public void A_key_frame_tells_its_numbers_and_size()
    {
        Assert.True(Vp8Descriptor.TryRead(TestPackets.Vp8(300, 7, 9, key: true, width: 1280, height: 720), out var vp8));
        Assert.True(vp8.IsKeyFrame);
        Assert.Equal((300, 7, 9, 1280, 720), (vp8.PictureId, vp8.Tl0, vp8.KeyIdx, vp8.Width, vp8.Height));
        Assert.Equal(6, vp8.Length);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_the_first_packet_of_a_key_frame_starts_one(bool key, bool start)
    {
        Assert.True(Vp8Descriptor.TryRead(TestPackets.Vp8(1, 1, 1, key, start), out var vp8));
        Assert.False(vp8.IsKeyFrame);
    }

    [Fact]
    public void A_short_picture_id_is_written_long()
    {
        byte[] payload = [0x90, 0x80, 0x45, 0x10, 0, 0];
        Assert.True(Vp8Descriptor.TryRead(payload, out var vp8));
        Assert.Equal((0x45, false, 3), (vp8.PictureId, vp8.LongPictureId, vp8.Length));
        Span<byte> written = stackalloc byte[Vp8Descriptor.MaxLength];
        Assert.Equal(4, vp8.Write(written, 0x1234, 0, 0));
        Assert.Equal([0x90, 0x80, 0x92, 0x34], written[..4].ToArray());
    }

    [Fact]
    public void Everything_but_the_numbers_is_kept()
    {
        // X N S, I L T K, TID 2, Y, KEYIDX 3.
        byte[] payload = [0xB0, 0xF0, 0x81, 0x02, 5, 0xA3, 0x11, 0];
        Assert.True(Vp8Descriptor.TryRead(payload, out var vp8));
        Span<byte> written = stackalloc byte[Vp8Descriptor.MaxLength];
        Assert.Equal(6, vp8.Write(written, 0x7FFF, 255, 31));
        Assert.Equal([0xB0, 0xF0, 0xFF, 0xFF, 255, 0xBF], written.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x90 })]
    [InlineData(new byte[] { 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x90, 0xF0, 0x80, 0x01, 5, 0xA3 })]
    public void A_descriptor_without_a_frame_behind_it_is_refused(byte[] payload) =>
        Assert.False(Vp8Descriptor.TryRead(payload, out _));
}
