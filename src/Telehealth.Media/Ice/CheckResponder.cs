using System.Text;
using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Ice;

/// <summary>Answers connectivity checks as an ICE-lite, always controlled side (RFC 8445 section 7.3) across an ICE restart.</summary>
internal sealed class CheckResponder
{
    /// <summary>Header, mapped IPv6 address or error, integrity, fingerprint.</summary>
    public const int LargestResponse = 128;

    public IceCredentials Current { get; private set; } = IceCredentials.Create();

    /// <summary>Good until the first check made with <see cref="Current"/>.</summary>
    public IceCredentials? Previous { get; private set; }

    /// <summary>Returns the credentials that end at once because two restarts came before any check.</summary>
    public IceCredentials? Restart()
    {
        var ended = Previous;
        Previous = Current;
        Current = IceCredentials.Create();
        return ended;
    }

    /// <summary>True when the check is authentic and meant for this generation or the one before.</summary>
    public bool IsAuthentic(in StunMessage message)
    {
        var colon = message.Username.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        var credentials = Matching(message.Username[..colon]);
        return credentials is not null
            && (credentials.RemoteUfrag is null || Ascii.Equals(message.Username[(colon + 1)..], credentials.RemoteUfrag))
            && message.HasIntegrity(credentials.Key);
    }

    /// <summary>Writes the answer to an authentic request. The check counts only when the answer is a success.</summary>
    /// <param name="ended">Credentials that end because the peer has moved on to the new ones.</param>
    public int Respond(in StunMessage request, in RemoteAddress from, Span<byte> target, out bool succeeded, out IceCredentials? ended)
    {
        ended = null;
        var credentials = Matching(request.Username[..request.Username.IndexOf((byte)':')])!;
        var error = request.UnknownRequired != 0 ? StunFormat.UnknownAttribute
            : request.IsFromControlled ? StunFormat.RoleConflict
            : request.Priority == 0 ? StunFormat.BadRequest
            : 0;
        succeeded = error == 0;
        if (succeeded && credentials == Current && Previous is not null)
        {
            ended = Previous;
            Previous = null;
        }

        var writer = new StunWriter(
            target, succeeded ? StunFormat.BindingSuccess : StunFormat.BindingError, request.TransactionId);
        if (succeeded)
        {
            writer.AddXorMappedAddress(from);
        }
        else
        {
            writer.AddErrorCode(error);
            if (request.UnknownRequired != 0)
            {
                writer.Add(StunFormat.UnknownAttributes, [(byte)(request.UnknownRequired >> 8), (byte)request.UnknownRequired]);
            }
        }

        writer.AddIntegrity(credentials.Key);
        writer.AddFingerprint();
        return writer.Length;
    }

    private IceCredentials? Matching(ReadOnlySpan<byte> ufrag) =>
        Ascii.Equals(ufrag, Current.Ufrag) ? Current
        : Previous is not null && Ascii.Equals(ufrag, Previous.Ufrag) ? Previous
        : null;
}
