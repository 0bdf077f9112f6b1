namespace Telehealth.Realtime;

/// <summary>What one node's hub says to the others'.</summary>
internal enum HubEnvelopeKind : byte
{
    SendAll,
    SendGroup,
    SendUser,
    SendConnection,
    AddToGroup,
    RemoveFromGroup,
    Acknowledge,
    EndSession,
    EndPerson,

    /// <summary>Asks which sessions and roles ended: whoever asks missed words.</summary>
    RepeatEnds,
}

/// <summary>A hub message on its way between nodes, already written for the browser so that no node writes it twice.</summary>
/// <param name="Target">The group, user, connection, session, person, or node that asked.</param>
/// <param name="Group">The group to join or leave, the role that ends, or nothing.</param>
/// <param name="Ticket">Which acknowledgement.</param>
/// <param name="Except">Connections that must not get it.</param>
internal sealed record HubEnvelope(
    HubEnvelopeKind Kind, string Target, string Group, long Ticket, IReadOnlyList<string> Except, ReadOnlyMemory<byte> Payload)
{
    public static HubEnvelope Send(HubEnvelopeKind kind, string target, ReadOnlyMemory<byte> payload, IReadOnlyList<string>? except) =>
        new(kind, target, "", 0, except ?? [], payload);

    public static HubEnvelope Ask(HubEnvelopeKind kind, string target, string group, long ticket) =>
        new(kind, target, group, ticket, [], default);
}
