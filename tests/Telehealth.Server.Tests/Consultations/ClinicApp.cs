namespace Telehealth.Consultations;

/// <summary>An app in which many patients confirm within one minute.</summary>
public sealed class ClinicApp : TelehealthApp
{
    public ClinicApp() => Settings["RateLimits:InvitationTriesPerMinute"] = "100000";
}
