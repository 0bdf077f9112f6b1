namespace Telehealth.Operations;

internal static class OperationsRefusals
{
    public static readonly Refusal NodeUnknown = new(RefusalKind.NotFound, "operations.node_unknown");

    /// <summary>Nobody could take over what it would hand over, nor any new call.</summary>
    public static readonly Refusal LastNode = new(RefusalKind.Conflict, "operations.last_node");
}
