namespace Telehealth;

/// <summary>Carries a refusal out of a hub method, whose signature has no room for it; <c>Realtime/RefusalHubFilter.cs</c> turns it into words.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Code)
{
    public Refusal Refusal { get; } = refusal;

    public static void ThrowIf(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(refusal);
        }
    }
}
