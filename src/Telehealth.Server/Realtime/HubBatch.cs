using System.Text;

namespace Telehealth.Realtime;

/// <summary>What a node says at once. Its batches are numbered without gaps, so that whoever missed one knows it.</summary>
internal sealed record HubBatch(Guid Origin, long Number, IReadOnlyList<HubEnvelope> Envelopes)
{
    public static HubBatch Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var origin = new Guid(reader.ReadBytes(16));
        var number = reader.ReadInt64();
        var envelopes = new HubEnvelope[reader.ReadInt32()];
        for (var i = 0; i < envelopes.Length; i++)
        {
            envelopes[i] = ReadEnvelope(reader, bytes);
        }

        return new HubBatch(origin, number, envelopes);
    }

    public byte[] ToBytes()
    {
        var stream = new MemoryStream(64 + Envelopes.Sum(envelope => envelope.Payload.Length + 96));
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Origin.ToByteArray());
        writer.Write(Number);
        writer.Write(Envelopes.Count);
        foreach (var envelope in Envelopes)
        {
            Write(writer, envelope);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static HubEnvelope ReadEnvelope(BinaryReader reader, byte[] bytes)
    {
        var kind = (HubEnvelopeKind)reader.ReadByte();
        var target = reader.ReadString();
        var group = reader.ReadString();
        var ticket = reader.ReadInt64();
        var except = new string[reader.ReadInt32()];
        for (var i = 0; i < except.Length; i++)
        {
            except[i] = reader.ReadString();
        }

        var length = reader.ReadInt32();
        var payload = bytes.AsMemory((int)reader.BaseStream.Position, length);
        reader.BaseStream.Position += length;
        return new HubEnvelope(kind, target, group, ticket, except, payload);
    }

    private static void Write(BinaryWriter writer, HubEnvelope envelope)
    {
        writer.Write((byte)envelope.Kind);
        writer.Write(envelope.Target);
        writer.Write(envelope.Group);
        writer.Write(envelope.Ticket);
        writer.Write(envelope.Except.Count);
        foreach (var connectionId in envelope.Except)
        {
            writer.Write(connectionId);
        }

        writer.Write(envelope.Payload.Length);
        writer.Write(envelope.Payload.Span);
    }
}
