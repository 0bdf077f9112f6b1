using System.Globalization;
using QRCoder;
using Telehealth.Directory;

namespace Telehealth.Consultations.Invitations;

/// <summary>Shown once, to the one who invites: afterwards only hashes are left.</summary>
public sealed record InvitationView(
    Guid Id,
    string Url,
    string ShortCode,
    string QrSvg,
    DateTimeOffset ExpiresAt,
    Guid PatientId,
    Guid ConsultationId,
    InvitationStatus Status)
{
    private const int QrPixelsPerModule = 6;

    internal static InvitationView From(
        Invitation invitation, Guid patientId, string secret, string code, string origin, DateTimeOffset now)
    {
        // The secret stands in the fragment, which browsers send to no server and so reaches no log.
        var url = $"{origin.TrimEnd('/')}/join#{secret}";
        return new InvitationView(
            invitation.Id,
            url,
            string.Create(CultureInfo.InvariantCulture, $"{code[..4]} {code[4..]}"),
            QrOf(url),
            invitation.ExpiresAt,
            patientId,
            invitation.ConsultationId,
            invitation.StatusAt(now));
    }

    private static string QrOf(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        using var qr = new SvgQRCode(data);
        return qr.GetGraphic(QrPixelsPerModule, "#000000", "#ffffff", true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}

/// <summary>What a stranger who holds the link may know: where it leads, not to whom. It is mine when this browser confirmed it before.</summary>
public sealed record InvitationPreview(LocalizedName Institution, LocalizedName Department, DateTimeOffset ExpiresAt, bool IsMine);
