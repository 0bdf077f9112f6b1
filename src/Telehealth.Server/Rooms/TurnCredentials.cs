using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Telehealth.Rooms;

/// <summary>A relay as <c>RTCConfiguration.iceServers</c> takes it.</summary>
public sealed record IceServer(IReadOnlyList<string> Urls, string Username, string Credential);

/// <summary>Makes short-lived passwords for the relay that it can check without asking us: the name says until when, the password is
/// an HMAC-SHA1 of the name, as coturn's <c>use-auth-secret</c> wants it.</summary>
internal sealed class TurnCredentials(IOptions<TurnOptions> options, TimeProvider clock)
{
    private const int SeatNameBytes = 16;

    private readonly TurnOptions _options = options.Value;

    /// <summary>The relay for one seat; empty where none is configured.</summary>
    public IReadOnlyList<IceServer> For(Guid room, string seat)
    {
        if (_options.Relays.Count == 0)
        {
            return [];
        }

        var expiry = clock.GetUtcNow() + TimeSpan.FromMinutes(_options.CredentialMinutes);
        var name = string.Create(CultureInfo.InvariantCulture, $"{expiry.ToUnixTimeSeconds()}:{NameOf(room, seat)}");
        return [new IceServer(_options.Relays, name, Convert.ToBase64String(Sign(name)))];
    }

    /// <summary>The same for all credentials of a seat, so that the relay's quota counts the seat; tells nobody which seat it is.</summary>
    private string NameOf(Guid room, string seat) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(_options.Secret), Encoding.UTF8.GetBytes($"{room:N}/{seat}"))
                .AsSpan(0, SeatNameBytes));

    [SuppressMessage("Security", "CA5350", Justification = "The relay knows no other hash; a name is worth ten minutes.")]
    private byte[] Sign(string name) => HMACSHA1.HashData(Encoding.UTF8.GetBytes(_options.Secret), Encoding.UTF8.GetBytes(name));
}
