using System.Security.Cryptography;

namespace Telehealth.Rooms;

public sealed class RoomPassTests
{
    private static readonly Guid _room = Guid.CreateVersion7();
    private readonly ManualClock _clock = new();
    private readonly RoomPass _passes;

    public RoomPassTests() => _passes = new RoomPass(RandomNumberGenerator.GetBytes(32), _clock);

    [Fact]
    public void A_pass_says_what_was_signed()
    {
        var pass = _passes.Issue(_room, "patient-1", RoomRights.PublishAudio | RoomRights.Subscribe, "/nodes/1");

        var (ticket, refusal) = _passes.Check(pass, "/nodes/1");

        Assert.Null(refusal);
        var expected = new RoomTicket(
            _room, "patient-1", RoomRights.PublishAudio | RoomRights.Subscribe, "/nodes/1", _clock.GetUtcNow() + RoomPass.Lifetime, _clock.GetUtcNow(), 0);
        Assert.Equal(expected, ticket);
    }

    [Fact]
    public void A_pass_ends_with_its_lifetime_and_only_then()
    {
        var pass = _passes.Issue(_room, "patient-1", RoomRights.Participant, "");

        _clock.Advance(RoomPass.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Null(_passes.Check(pass, "").Refusal);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("room_pass.expired", _passes.Check(pass, "").Refusal?.Code);
    }

    [Fact]
    public void A_pass_for_another_node_is_refused() =>
        Assert.Equal(
            "room_pass.wrong_node",
            _passes.Check(_passes.Issue(_room, "patient-1", RoomRights.Participant, "/nodes/1"), "/nodes/2").Refusal?.Code);

    [Fact]
    public void A_pass_changed_anywhere_is_invalid()
    {
        var pass = _passes.Issue(_room, "patient-1", RoomRights.Participant, "");

        // The last letter of a base64url text has bits that carry nothing, so it is left to the truncation tests.
        for (var i = 0; i < pass.Length - 1; i++)
        {
            var changed = pass[..i] + (pass[i] == 'A' ? 'B' : 'A') + pass[(i + 1)..];
            Assert.Equal("room_pass.invalid", _passes.Check(changed, "").Refusal?.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("e30.")]
    [InlineData(".e30")]
    [InlineData("not a pass")]
    [InlineData("路.通")]
    public void Rubbish_is_invalid(string pass) => Assert.Equal("room_pass.invalid", _passes.Check(pass, "").Refusal?.Code);

    [Fact]
    public void A_pass_cut_or_lengthened_or_signed_with_another_key_is_invalid()
    {
        var pass = _passes.Issue(_room, "patient-1", RoomRights.Participant, "");
        var other = new RoomPass(RandomNumberGenerator.GetBytes(32), _clock);

        Assert.Equal("room_pass.invalid", _passes.Check(pass[..^1], "").Refusal?.Code);
        Assert.Equal("room_pass.invalid", _passes.Check(pass + "A", "").Refusal?.Code);
        Assert.Equal("room_pass.invalid", _passes.Check(new string('A', 5000) + "." + pass, "").Refusal?.Code);
        Assert.Equal("room_pass.invalid", other.Check(pass, "").Refusal?.Code);
    }
}
