using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>S-M9: the media port is no mirror and no gun.</summary>
public sealed class AmplificationTests : IAsyncLifetime
{
    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_checks_for_nobody_bring_back_not_one_byte()
    {
        var (transport, _) = await _harness.CreateAsync();
        using var raw = new RawPeer(_harness.Loop.LocalEndPoint);
        byte[][] checks =
        [
            RawPeer.Check("nobody", "me", "a password that nobody has"),
            RawPeer.Check(transport.Ufrag, "me", "a password that nobody has"),
            RawPeer.Check(transport.Ufrag, "me", transport.Password, integrity: false),
            RawPeer.Check(string.Empty, string.Empty, string.Empty),
        ];

        for (var sent = 0; sent < HostileScale.Of(10_000); sent++)
        {
            raw.Send(checks[sent % checks.Length]);
        }

        await Waiting.Until(
            () => _harness.Loop.Counters.DroppedStun + _harness.Loop.Counters.DroppedByKernel >= raw.DatagramsSent / 2, "the checks at the server");
        await _harness.OnLoop(() => true);
        Assert.Empty(raw.TakeAll());
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, (ushort)0x7777)]
    public async Task Whatever_a_check_is_told_is_at_most_half_as_long_again_as_the_check(bool controlled, ushort? unknown)
    {
        var (transport, _) = await _harness.CreateAsync();
        using var raw = new RawPeer(_harness.Loop.LocalEndPoint);
        var check = RawPeer.Check(transport.Ufrag, "me", transport.Password, controlled: controlled, unknown: unknown);

        for (var count = 0; count < 100; count++)
        {
            raw.Send(check);
        }

        await Waiting.Until(() => _harness.Loop.Counters.DatagramsReceived >= 100, "the checks at the server");
        await _harness.OnLoop(() => true);
        var answers = new List<byte[]>();
        await Waiting.Until(
            () =>
            {
                answers.AddRange(raw.TakeAll());
                return answers.Count >= 100;
            },
            "an answer to each");
        Assert.All(answers, answer => Assert.Equal(PacketKind.Stun, PacketKinds.Of(answer)));
        Assert.All(answers, answer => Assert.InRange(answer.Length, 1, check.Length * 3 / 2));
        Assert.Equal(100, answers.Count);
    }
}
