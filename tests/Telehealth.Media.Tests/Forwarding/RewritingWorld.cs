using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>One source packet: what it is, and when it reached the forwarder.</summary>
internal sealed record SourcePacket(
    int Layer, int Frame, int Sequence, int Temporal, bool Sync, bool Key, bool Starts, int KeyCount, uint Timestamp, byte[] Bytes)
{
    public int Arrival { get; set; } = int.MaxValue;
}

/// <summary>A forwarded packet, the source packet it was, and the highest temporal layer that was allowed then.</summary>
internal sealed record SentRecord(SourcePacket Source, int At, int Allowed, RtpHeader Header, Vp8Descriptor Vp8);

/// <summary>Layers of a simulcast with three temporal layers each, whose packets are lost, late, doubled and out of order.</summary>
internal sealed class RewritingWorld
{
    private static readonly int[] _pattern = [0, 2, 1, 2];

    private readonly Dice _dice;
    private readonly int _trouble;
    private readonly bool _shortIds;
    private readonly ForwardingBench _bench = new(false, "q", "h", "f");
    private readonly Layer[] _layers;
    private readonly SortedDictionary<(int Time, int Order), SourcePacket> _wire = [];
    private int _order;

    public RewritingWorld(uint seed, int trouble, bool shortIds)
    {
        (_dice, _trouble, _shortIds) = (new Dice(seed), trouble, shortIds);
        _layers = [.. Enumerable.Range(0, 3).Select(i => new Layer(_dice.Below(65_536), _dice.Below(32_768), _dice.Next(), _dice.Below(256), _dice.Below(32)))];
        for (var i = 0; i < 3; i++)
        {
            _bench.Track.Layers[i].Bind((uint)(100 + i));
        }
    }

    public List<SourcePacket>[] Sources { get; } = [[], [], []];

    public List<SentRecord> Sent { get; } = [];

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            _bench.Now += 33_000;
            if (_dice.Chance(2))
            {
                var width = 320 << _dice.Below(3);
                _bench.Receiver.SetTile(true, width, width * 9 / 16, 0, _bench.Now);
            }

            if (_dice.Chance(4))
            {
                _bench.Receiver.MaxTemporal = _dice.Below(3);
            }

            _bench.Receiver.ChooseLayer(_bench.Now);
            for (var layer = 0; layer < 3; layer++)
            {
                Encode(layer, step, _bench.Track.Layers[layer].TakePictureLoss(_bench.Now) || _dice.Chance(1));
            }

            Deliver(step);
        }
    }

    private void Encode(int index, int step, bool key)
    {
        var layer = _layers[index];
        layer.Phase = key ? 0 : layer.Phase + 1;
        layer.Keys += key ? 1 : 0;
        var temporal = _pattern[layer.Phase % 4];
        layer.Bases += temporal == 0 ? 1 : 0;
        var packets = 1 + _dice.Below(4);
        for (var i = 0; i < packets; i++)
        {
            var payload = TestPackets.Vp8(
                (ushort)((layer.FirstPicture + step) & 0x7FFF),
                (byte)(layer.FirstBase + layer.Bases),
                (byte)((layer.FirstKey + layer.Keys) & 0x1F),
                key,
                i == 0,
                320 << index,
                180 << index,
                temporal: temporal,
                sync: layer.Phase % 4 is 1 or 2);
            payload = _shortIds ? Shorten(payload) : payload;
            var number = layer.Sequence++;
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(payload.Length - 8), index);
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(payload.Length - 4), Sources[index].Count);
            var timestamp = layer.FirstTimestamp + (uint)(step * 2970);
            var bytes = TestPackets.Rtp(96, (ushort)number, timestamp, (uint)(100 + index), payload, i == packets - 1);
            var packet = new SourcePacket(
                index, step, number, temporal, layer.Phase % 4 is 1 or 2, key && i == 0, i == 0, layer.Keys, timestamp, bytes);
            Sources[index].Add(packet);
            Post(packet, step);
        }
    }

    private void Post(SourcePacket packet, int step)
    {
        // Out of order within three frames; lost and repeated later, or never; doubled.
        var late = _dice.Chance(_trouble / 2) ? _dice.Below(3) : 0;
        var lost = _dice.Chance(_trouble / 2);
        if (!lost)
        {
            _wire[(step + late, late > 0 ? -(++_order) : ++_order)] = packet;
        }
        else if (_dice.Chance(60))
        {
            _wire[(step + 2 + _dice.Below(8), ++_order)] = packet;
        }

        if (_dice.Chance(_trouble / 4))
        {
            _wire[(step + _dice.Below(6), ++_order)] = packet;
        }
    }

    private void Deliver(int step)
    {
        foreach (var (key, packet) in _wire.TakeWhile(one => one.Key.Time <= step).ToArray())
        {
            _wire.Remove(key);
            packet.Arrival = Math.Min(packet.Arrival, ++_order);
            var before = _bench.Sent.Count;
            _bench.Receive(_bench.Track.Layers[packet.Layer], packet.Bytes, repeated: key.Time > packet.Frame + 3);
            foreach (var sent in _bench.Sent.Skip(before))
            {
                Note(sent);
            }
        }
    }

    private void Note(byte[] bytes)
    {
        var layer = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(bytes.Length - 8));
        var index = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(bytes.Length - 4));
        Sent.Add(new SentRecord(Sources[layer][index], _order, _bench.Receiver.MaxTemporal, ForwardingBench.Header(bytes), ForwardingBench.Vp8(bytes)));
    }

    // The same descriptor with a picture id of 7 bits.
    private static byte[] Shorten(byte[] payload) => [.. payload[..2], (byte)(payload[3] & 0x7F), .. payload[4..]];

    private sealed class Layer(int sequence, int firstPicture, uint firstTimestamp, int firstBase, int firstKey)
    {
        public int Sequence { get; set; } = sequence;

        public int FirstPicture => firstPicture;

        public uint FirstTimestamp => firstTimestamp;

        public int FirstBase => firstBase;

        public int FirstKey => firstKey;

        public int Phase { get; set; } = -1;

        public int Bases { get; set; }

        public int Keys { get; set; }
    }
}
