using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telehealth.Consultations;

namespace Telehealth.Rooms;

public sealed class TurnCredentialsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Who_enters_a_room_gets_the_relay_for_ten_minutes_under_a_name_that_tells_nothing()
    {
        await using var app = new ClinicApp
        {
            Settings = { ["Turn:Urls:0"] = "turns:turn.example.org:443?transport=tcp", ["Turn:Secret"] = Secret },
        };
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(clinic, doctor);

        var entry = await doctor.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter");
        var server = Assert.Single(entry.IceServers);
        Assert.Equal(["turns:turn.example.org:443?transport=tcp"], server.Urls);
        var parts = server.Username.Split(':');
        Assert.Equal(app.Clock.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds(), long.Parse(parts[0], CultureInfo.InvariantCulture));
        Assert.Matches("^[0-9a-f]{32}$", parts[1]);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(Secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(server.Username));
        Assert.Equal(Convert.ToBase64String(hmac.GetHashAndReset()), server.Credential);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = Assert.Single((await doctor.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter")).IceServers);
        Assert.Equal(parts[1], again.Username.Split(':')[1]);
        Assert.NotEqual(server.Username, again.Username);
        var other = Assert.Single((await clinic.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter")).IceServers);
        Assert.NotEqual(parts[1], other.Username.Split(':')[1]);
    }

    [Fact]
    public async Task Without_a_relay_nobody_hears_of_one()
    {
        await using var app = new ClinicApp();
        var doctor = await app.SignInAsync("dr-li");
        var talk = await app.TalkAsync(await app.SignInAsync("clinic-ma"), doctor);
        Assert.Empty((await doctor.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter")).IceServers);
    }
}
