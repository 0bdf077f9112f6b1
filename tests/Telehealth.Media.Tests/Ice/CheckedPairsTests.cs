using System.Net;
using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

public sealed class CheckedPairsTests
{
    private const long Second = 1_000_000;

    private static readonly RemoteAddress _wifi = Address(1);
    private static readonly RemoteAddress _mobile = Address(2);

    private readonly CheckedPairs _pairs = new();

    [Fact]
    public void Before_any_nomination_the_latest_check_says_where_to_send()
    {
        Assert.Null(_pairs.Target);
        _pairs.OnCheck(_wifi, 100, nominates: false, 1);
        _pairs.OnCheck(_mobile, 50, nominates: false, 2);

        Assert.Equal(_mobile, _pairs.Target);
    }

    [Fact]
    public void A_peer_that_nominates_everything_gets_its_best_pair()
    {
        _pairs.OnCheck(_wifi, 100, nominates: true, 1);
        _pairs.OnCheck(_mobile, 50, nominates: true, 2);

        Assert.Equal(_wifi, _pairs.Target);
    }

    [Fact]
    public void A_peer_that_takes_its_nomination_back_is_followed()
    {
        _pairs.OnCheck(_wifi, 100, nominates: true, 1);
        _pairs.OnCheck(_wifi, 100, nominates: false, 2);
        _pairs.OnCheck(_mobile, 50, nominates: true, 3);

        Assert.Equal(_mobile, _pairs.Target);
    }

    [Fact]
    public void A_silent_pair_gives_way_to_one_that_speaks()
    {
        _pairs.OnCheck(_wifi, 100, nominates: true, 1);
        _pairs.OnCheck(_mobile, 50, nominates: true, 2 * Second);
        Assert.Equal(_wifi, _pairs.Target);

        _pairs.OnCheck(_mobile, 50, nominates: true, 4 * Second);
        Assert.Equal(_mobile, _pairs.Target);
    }

    [Fact]
    public void Media_on_a_nominated_pair_is_followed_and_a_straggler_is_not()
    {
        _pairs.OnCheck(_wifi, 100, nominates: true, 1);
        _pairs.OnCheck(_mobile, 50, nominates: true, 2);
        _pairs.OnMedia(_wifi, Second);
        _pairs.OnMedia(_mobile, Second + 20_000);
        Assert.Equal(_wifi, _pairs.Target);

        _pairs.OnMedia(_mobile, Second + 300_000);
        Assert.Equal(_mobile, _pairs.Target);
        _pairs.OnMedia(_wifi, Second + 310_000);
        Assert.Equal(_mobile, _pairs.Target);
    }

    [Fact]
    public void The_ninth_address_displaces_the_stalest_but_never_the_selected_one()
    {
        _pairs.OnCheck(_wifi, 100, nominates: true, 1);
        for (var port = 10; port < 17; port++)
        {
            Assert.Null(_pairs.OnCheck(Address(port), 50, nominates: false, port));
        }

        Assert.Equal(Address(10), _pairs.OnCheck(_mobile, 50, nominates: false, 100));
        Assert.Equal(CheckedPairs.Capacity, _pairs.Count);
        Assert.Equal(_wifi, _pairs.Target);
    }

    [Fact]
    public void A_removed_address_is_not_sent_to()
    {
        _pairs.OnCheck(_mobile, 50, nominates: false, 1);
        _pairs.OnCheck(_wifi, 100, nominates: true, 2);

        _pairs.Remove(_mobile);
        Assert.Equal(_wifi, _pairs.Target);
        _pairs.Remove(_wifi);
        Assert.Null(_pairs.Target);
    }

    [Fact]
    public void Of_our_addresses_the_nominated_one_is_answered_from()
    {
        _pairs.OnCheck(Through(1), 100, nominates: false, 1);
        _pairs.OnCheck(Through(2), 100, nominates: true, 2);
        _pairs.OnCheck(Through(1), 100, nominates: false, 3);
        _pairs.OnCheck(_mobile, 50, nominates: true, 4);

        Assert.Equal(2, _pairs.Count);
        Assert.Equal(_wifi, _pairs.Target);
        Assert.Equal(2ul, _pairs.Target?.Local.Low);
    }

    [Fact]
    public void Media_tells_which_of_our_addresses_a_peer_that_nominates_everything_uses()
    {
        _pairs.OnCheck(Through(1), 100, nominates: true, 1);
        _pairs.OnCheck(Through(2), 100, nominates: true, 2);
        Assert.Equal(2ul, _pairs.Target?.Local.Low);

        _pairs.OnMedia(Through(1), 3);

        Assert.Equal(1ul, _pairs.Target?.Local.Low);
    }

    private static RemoteAddress Through(ulong local) => _wifi with { Local = new LocalAddress(0, local) };

    private static RemoteAddress Address(int port) => RemoteAddress.From(new IPEndPoint(IPAddress.Loopback, port));
}
