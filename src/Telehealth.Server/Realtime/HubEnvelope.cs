using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Telehealth.Realtime;

/// <summary>What one node's hub says to another's.</summary>
internal enum HubEnvelopeKind : byte
{
    Send,
    AddToGroup,
    RemoveFromGroup,
    Acknowledge,
}

/// <summary>A hub message on its way between nodes, already written for the browser so that no node writes it twice.</summary>
/// <param name="Origin">The node that waits for an acknowledgement.</param>
/// <param name="Subject">The group to join or leave, or nothing.</param>
/// <param name="Ticket">Which acknowledgement.</param>
/// <param name="Except">Connections that must not get it.</param>
internal sealed record HubEnvelope(
    HubEnvelopeKind Kind, string Origin, string Subject, long Ticket, IReadOnlyList<string> Except, byte[] Payload)
{
    public static HubEnvelope Send(byte[] payload, IReadOnlyList<string>? except) =>
        new(HubEnvelopeKind.Send, "", "", 0, except ?? [], payload);

    public static HubEnvelope Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var kind = (HubEnvelopeKind)reader.ReadByte();
        var origin = reader.ReadString();
        var subject = reader.ReadString();
        var ticket = reader.ReadInt64();
        var except = new string[reader.ReadInt32()];
        for (var i = 0; i < except.Length; i++)
        {
            except[i] = reader.ReadString();
        }

        return new HubEnvelope(kind, origin, subject, ticket, except, reader.ReadBytes(reader.ReadInt32()));
    }

    public byte[] ToBytes()
    {
        var stream = new MemoryStream(Payload.Length + 64);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)Kind);
        writer.Write(Origin);
        writer.Write(Subject);
        writer.Write(Ticket);
        writer.Write(Except.Count);
        foreach (var connectionId in Except)
        {
            writer.Write(connectionId);
        }

        writer.Write(Payload.Length);
        writer.Write(Payload);
        writer.Flush();
        return stream.ToArray();
    }

    public SerializedHubMessage ToMessage(IHubProtocol protocol) => new([new SerializedMessage(protocol.Name, Payload)]);
}
