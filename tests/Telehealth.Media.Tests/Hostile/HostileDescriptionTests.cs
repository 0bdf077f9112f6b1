using System.Net;
using System.Text;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>S-M5 and S-M9: descriptions that lie about numbers, or that name somebody else's address.</summary>
public sealed class HostileDescriptionTests : LoudRoom
{
    public static TheoryData<string, string> Lies => new()
    {
        { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 17002 RTP/AVP 4294967296" },
        { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 99999 UDP/TLS/RTP/SAVPF 111" },
        { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio -1 UDP/TLS/RTP/SAVPF 111" },
        { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio" },
        { "a=mid:a", "a=mid:" + "aaaaaaaaaaaaaaaaa" },
        { "a=mid:v", "a=mid:a" },
        { "a=extmap:4 ", "a=extmap:4294967296 " },
        { "a=extmap:4 ", "a=extmap:15 " },
        { "a=setup:actpass", "a=setup:holdconn" },
        { "a=ice-ufrag:", "a=ice-ufrag:\u0000" },
        { "a=ice-pwd:", "a=ice-password:" },
        { "a=fingerprint:sha-256", "a=fingerprint:sha-1" },
        { "a=fingerprint:sha-256", "a=fingerprint:sha-512" },
        { "a=simulcast:send q;h;f", "a=simulcast:send q;h;f;g;i" },
        { "a=rid:q send\r\n", "" },
        { "v=0", "v=1" },
        // Found by the fuzzer: a bare carriage return came back in our answer, which nobody could read.
        { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 9 \r 111" },
        { "opus/48000/2", "opus/48000/2\ra=inactive" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_description_that_lies_is_refused_by_name_and_the_next_honest_one_taken(string honest, string lie)
    {
        var doctor = Enter("doctor");
        var sdp = doctor.OfferText();
        Assert.Contains(honest, sdp, StringComparison.Ordinal);

        var (answer, refusal) = await doctor.Seat.PublishAsync(
            sdp.Replace(honest, lie, StringComparison.Ordinal), [new("a", TrackSource.Microphone, false)], TestContext.Current.CancellationToken);

        // Where the lie only spoils one line, the answer rejects that line.
        Assert.True(refusal == "media.bad_sdp" || answer!.Contains("m=audio 0 ", StringComparison.Ordinal), $"{refusal} {answer}");
        await doctor.PublishAsync();
    }

    [Fact]
    public async Task A_thousand_candidates_of_a_third_party_bring_it_not_one_packet()
    {
        var doctor = Enter("doctor");
        using var victim = new RawPeer(Address, IPAddress.Parse("127.0.0.3"));
        var sdp = new StringBuilder(doctor.OfferText());
        for (var candidate = 0; candidate < 1000; candidate++)
        {
            sdp.Append(System.Globalization.CultureInfo.InvariantCulture, $"a=candidate:{candidate} 1 udp 2130706431 {victim.Address.Address} {victim.Address.Port} typ host\r\n");
        }

        var (answer, refusal) = await doctor.Seat.PublishAsync(
            sdp.ToString(), [new("a", TrackSource.Microphone, false)], TestContext.Current.CancellationToken);
        Assert.Null(refusal);
        await doctor.ConnectAsync(answer!);
        await Waiting.For(doctor.Publish.Connected, "the connection over the address that was checked");

        Assert.Empty(victim.TakeAll());
        await Waiting.Until(() => doctor.Feedback.Length > 0, "a report to the true peer");
        Assert.Empty(victim.TakeAll());
    }

    [Fact]
    public async Task A_lite_agent_checks_nobody()
    {
        var kinds = new List<PacketKind>();
        var doctor = Enter("doctor");
        var sdp = doctor.OfferText();
        var (answer, _) = await doctor.Seat.PublishAsync(sdp, [new("a", TrackSource.Microphone, false)], TestContext.Current.CancellationToken);
        using var raw = new RawPeer(Address);
        raw.Send(RawPeer.Check(Value(answer!, "ice-ufrag"), doctor.Publish.Ufrag, Value(answer!, "ice-pwd"), nominates: true));

        await Waiting.Until(
            () =>
            {
                kinds.AddRange(raw.TakeAll().Select(datagram => PacketKinds.Of(datagram)));
                return kinds.Count(kind => kind == PacketKind.Dtls) >= 2;
            },
            "two flights of the server's handshake");
        // The one answer to the one check.
        Assert.Equal(1, kinds.Count(kind => kind == PacketKind.Stun));
    }

    private static string Value(string sdp, string name)
    {
        var start = sdp.IndexOf($"a={name}:", StringComparison.Ordinal) + name.Length + 3;
        return sdp[start..sdp.IndexOf('\r', start)];
    }
}
