namespace Telehealth.Media.Peer;

public sealed class FrameDecodingTests
{
    private const long Frame = 66_000;
    private readonly FrameDecoding _decoding = new();

    [Fact]
    public void Frames_are_shown_in_order_once_a_gap_is_filled()
    {
        Send(0, isKey: true, at: 0);
        Send(1, at: Frame, except: 1);
        Send(2, at: 2 * Frame);
        Assert.Equal(1, _decoding.Decoded);

        Send(1, at: 3 * Frame, only: 1);
        Assert.Equal(3, _decoding.Decoded);
        Assert.Equal(0, _decoding.Freezes);
    }

    [Fact]
    public void A_picture_that_stands_for_half_a_second_is_a_freeze()
    {
        Send(0, isKey: true, at: 0);
        Send(1, at: 600_000);
        Send(2, at: 600_000 + Frame);

        Assert.Equal(1, _decoding.Freezes);
        Assert.Equal(600_000, _decoding.FrozenMicros);
    }

    [Fact]
    public void Nothing_is_shown_before_a_key_frame_and_one_is_asked_for()
    {
        Send(1, at: 0);
        Assert.Equal(0, _decoding.Decoded);
        Assert.True(_decoding.MustAsk(Frame));
        Assert.False(_decoding.MustAsk(Frame + 1));

        Send(2, isKey: true, at: 2 * Frame);
        Assert.Equal(1, _decoding.Decoded);
        Assert.False(_decoding.MustAsk(2_000_000));
    }

    [Fact]
    public void A_key_frame_ends_the_wait_for_what_was_given_up()
    {
        Send(0, isKey: true, at: 0);
        Send(1, at: Frame, except: 0);
        Send(2, at: 2 * Frame);
        _decoding.GiveUp();
        Assert.True(_decoding.MustAsk(3 * Frame));

        Send(3, isKey: true, at: 4 * Frame);
        Assert.Equal(2, _decoding.Decoded);
        Assert.Equal(360, _decoding.Height);
    }

    [Fact]
    public void A_pause_that_was_announced_is_no_freeze()
    {
        Send(0, isKey: true, at: 0);
        _decoding.Pause(true);
        Send(1, at: 5_000_000);

        Assert.Equal(0, _decoding.Freezes);
    }

    [Fact]
    public void A_frame_whose_end_was_never_sent_is_not_shown()
    {
        Send(0, isKey: true, at: 0);
        _decoding.Take(2, startsFrame: true, marker: false, isKey: false, isPadding: false, 0, Frame);
        _decoding.Take(3, startsFrame: true, marker: true, isKey: false, isPadding: false, 0, 2 * Frame);
        Assert.Equal(1, _decoding.Decoded);

        _decoding.Take(4, startsFrame: true, marker: true, isKey: true, isPadding: false, 180, 3 * Frame);
        Assert.Equal(2, _decoding.Decoded);
        Assert.Equal(180, _decoding.Height);
    }

    // Frames of two packets.
    private void Send(int frame, long at, bool isKey = false, int except = -1, int only = -1)
    {
        for (var packet = 0; packet < 2; packet++)
        {
            if (packet != except && (only < 0 || packet == only))
            {
                _decoding.Take((frame * 2) + packet, packet == 0, packet == 1, isKey && packet == 0, isPadding: false, 360, at);
            }
        }
    }
}
