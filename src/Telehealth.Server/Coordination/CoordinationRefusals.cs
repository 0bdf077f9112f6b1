namespace Telehealth.Coordination;

public static class CoordinationRefusals
{
    /// <summary>Redis does not answer; nothing is lost, because rows are the truth, and it heals by itself.</summary>
    public static readonly Refusal Unavailable = new(RefusalKind.Unavailable, "coordination.unavailable");
}
