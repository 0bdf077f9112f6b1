namespace Telehealth.Consultations;

internal sealed partial class Consultation
{
    /// <summary>Whether the row refuses a claim that was overtaken. Off only in the build that <c>tests/Telehealth.Checkers</c> makes to
    /// see its checks fail (<c>-p:BrokenFencing=true</c>), and that build starts in Development alone.</summary>
#if BROKEN_FENCING
    public static bool HasFences => false;
#else
    public static bool HasFences => true;
#endif

    private bool IsOvertaken(long fence) => HasFences && (Status != ConsultationStatus.Waiting || fence <= ClaimFence);
}
