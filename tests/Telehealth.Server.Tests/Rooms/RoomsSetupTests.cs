using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telehealth.Coordination;
using Telehealth.Media;

namespace Telehealth.Rooms;

public sealed class RoomsSetupTests
{
    private const string GoodKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Theory]
    [InlineData("Production", "")]
    [InlineData("Production", "c2hvcnQ=")]
    [InlineData("Production", "not base64 at all, and long enough to be a key of 32 bytes")]
    [InlineData("Development", "c2hvcnQ=")]
    public void A_server_does_not_start_with_a_weak_pass_key(string environment, string key) =>
        Assert.Throws<OptionsValidationException>(() => Read<RoomsOptions>(environment, ("Rooms:PassKey", key)));

    [Fact]
    public void Development_needs_no_key_and_production_takes_a_good_one()
    {
        Assert.Equal("", Read<RoomsOptions>("Development").PassKey);
        Assert.Equal(GoodKey, Read<RoomsOptions>("Production", ("Rooms:PassKey", GoodKey)).PassKey);
    }

    [Fact]
    public void Several_nodes_each_need_a_name()
    {
        (string, string) redis = ("Coordination:Redis", "localhost:1");

        Assert.Throws<OptionsValidationException>(() => Read<RoomsOptions>("Development", redis));
        Assert.Equal("/nodes/1", Read<RoomsOptions>("Development", redis, ("Rooms:NodeUrl", "/nodes/1")).NodeUrl);
    }

    [Theory]
    [InlineData("server-1:8080")]
    [InlineData("ftp://server-1")]
    [InlineData("/nodes/1")]
    public void An_address_that_nodes_cannot_ask_is_refused(string url) =>
        Assert.Throws<OptionsValidationException>(() => Read<NodesOptions>("Development", ("Nodes:InternalUrl", url)));

    [Theory]
    [InlineData("Media:UdpPort", "70000")]
    [InlineData("Media:TcpPort", "-1")]
    [InlineData("Media:Threads", "0")]
    [InlineData("Media:Threads", "65")]
    [InlineData("Media:PublicAddresses:0", "clinic.example")]
    [InlineData("Media:MaxRooms", "0")]
    public void Impossible_media_settings_are_refused(string key, string value) =>
        Assert.Throws<OptionsValidationException>(() => Read<MediaOptions>("Development", (key, value)));

    [Theory]
    [InlineData("5082", 5082, null)]
    [InlineData("5082-5084", 5082, null)]
    [InlineData("5083-5090", 5082, null)]
    [InlineData("5082-5085", 5082, "6000")]
    [InlineData("5085-5082", 5082, null)]
    [InlineData("5082-5085-5090", 5082, null)]
    [InlineData("all", 5082, null)]
    [InlineData("5082-", 5082, null)]
    [InlineData("5082-5085", 0, null)]
    public void Threads_that_listen_where_nobody_reaches_them_are_refused_in_a_sentence(string open, int udp, string? tcp)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Threads(open, udp, tcp));
        Assert.Contains("Media:OpenPorts", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MEDIA_PORTS_1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 5082, null)]
    [InlineData("5082-5085", 5082, null)]
    [InlineData("5000-6003", 5082, "6000")]
    [InlineData("5082-5085", 5082, "0")]
    public void Threads_within_the_open_ports_start(string open, int udp, string? tcp) => Assert.Equal(4, Threads(open, udp, tcp).Threads);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_compose_file_publishes_the_very_ports_it_tells_the_server_of(int node)
    {
        var file = SourceTree.ReadText("docker-compose.yml");
        Assert.Contains("Media__Threads: \"${MEDIA_THREADS:-1}\"", file, StringComparison.Ordinal);
        var ports = $"${{MEDIA_PORTS_{node}:-{5081 + node}}}";
        Assert.Contains($"Media__UdpPort: \"${{MEDIA_UDP_PORT_{node}:-{5081 + node}}}\"", file, StringComparison.Ordinal);
        Assert.Contains($"Media__OpenPorts: \"{ports}\"", file, StringComparison.Ordinal);
        Assert.Contains($"- \"{ports}:{ports}/udp\"", file, StringComparison.Ordinal);
        Assert.Contains($"- \"{ports}:{ports}/tcp\"", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("turns:turn.example.org", "", "10")]
    [InlineData("turns:turn.example.org", "short", "10")]
    [InlineData("https://turn.example.org", GoodKey, "10")]
    [InlineData("turns:turn.example.org", GoodKey, "11")]
    [InlineData("turns:turn.example.org", GoodKey, "0")]
    public void A_relay_that_browsers_could_not_use_or_others_could_is_refused(string url, string secret, string minutes) =>
        Assert.Throws<OptionsValidationException>(() => Read<TurnOptions>(
            "Development", ("Turn:Urls:0", url), ("Turn:Secret", secret), ("Turn:CredentialMinutes", minutes)));

    [Fact]
    public void A_relay_is_read_and_none_is_needed()
    {
        var relay = Read<TurnOptions>("Production", ("Turn:Urls:0", "turns:turn.example.org"), ("Turn:Secret", GoodKey));
        Assert.Equal(["turns:turn.example.org"], relay.Urls);
        Assert.Empty(Read<TurnOptions>("Production", ("Turn:Urls:0", ""), ("Turn:Secret", "")).Relays);
    }

    [Fact]
    public void Public_addresses_are_read() =>
        Assert.Equal(["192.0.2.7"], Read<MediaOptions>("Development", ("Media:PublicAddresses:0", "192.0.2.7")).PublicAddresses);

    private static MediaOptions Threads(string open, int udp, string? tcp) => Read<MediaOptions>(
        "Development", ("Media:Threads", "4"), ("Media:OpenPorts", open),
        ("Media:UdpPort", udp.ToString(CultureInfo.InvariantCulture)), ("Media:TcpPort", tcp));

    private static T Read<T>(string environment, params (string Key, string? Value)[] settings)
        where T : class
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.AddCoordination();
        builder.AddRooms();
        using var provider = builder.Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}
