namespace Telehealth.Audit;

internal static class AuditRefusals
{
    /// <summary>What cannot be written down is not done and not shown.</summary>
    public static readonly Refusal Unavailable = new(RefusalKind.Unavailable, "audit.unavailable");
}
