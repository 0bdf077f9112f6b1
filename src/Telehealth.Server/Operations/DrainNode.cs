using FluentValidation;
using Telehealth.Coordination;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Operations;

internal static partial class DrainNode
{
    /// <summary>Asks a node to hand its calls over and to end when it is empty.</summary>
    public static async Task<Outcome> Handle(
        Request request, CurrentStaff staff, INodeRegistry registry, ILoggerFactory logs, CancellationToken cancellation)
    {
        var (nodes, away) = await registry.ListAsync(cancellation);
        if (nodes is null)
        {
            return away;
        }

        if (nodes.FirstOrDefault(node => node.Name == request.Node) is not { } asked)
        {
            return OperationsRefusals.NodeUnknown;
        }

        if (asked.IsDraining)
        {
            return Outcome.Done;
        }

        if (!nodes.Any(node => node.Name != asked.Name && !node.IsDraining && node.CanReplace(asked)))
        {
            return OperationsRefusals.LastNode;
        }

        var refusal = await registry.DrainAsync(asked.Name, cancellation);
        if (refusal is null)
        {
            LogDrained(logs.CreateLogger(typeof(DrainNode)), asked.Name, staff.PractitionerId, asked.Rooms, asked.Seats);
        }

        return refusal;
    }

    [LoggerMessage(LogLevel.Information, "{Node} is drained by {Practitioner} with {Rooms} rooms and {Seats} seats")]
    private static partial void LogDrained(ILogger logger, string node, Guid practitioner, int rooms, int seats);

    /// <summary>Pages need a node with data, calls a node with media.</summary>
    private static bool CanReplace(this Node other, Node asked) =>
        (!asked.HoldsRooms || other.HoldsRooms) && (asked.Role == NodeRole.Media || other.Role != NodeRole.Media);

    public sealed record Request(string Node);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Node).NotEmpty().MaximumLength(300);
    }
}
