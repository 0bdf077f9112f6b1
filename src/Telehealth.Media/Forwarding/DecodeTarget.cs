using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>
/// Which pictures of a layered stream one receiver gets, by the stream's own description of what refers to what (AV1 RTP 1.0, A.8).
/// Another combination of layers begins where the stream says that it can, at a picture that the receiver can decode. Only the
/// room's loop touches this.
/// </summary>
internal sealed class DecodeTarget
{
    private const int Remembered = 64;

    private int _target = -1;
    private ushort _newest;
    private ulong _seen;
    private ulong _sent;

    /// <summary>The spatial layer that is sent; -1 before the first key frame.</summary>
    public int Spatial { get; private set; } = -1;

    /// <summary>The next picture is a key frame of another source.</summary>
    public void Restart() => (_target, Spatial, _seen, _sent) = (-1, -1, 0, 0);

    /// <summary>How far a picture lies after the newest one.</summary>
    public int Ahead(ushort number) => _seen == 0 ? 1 : SequenceNumbers.Distance(number, _newest);

    /// <summary>Whether a packet's picture goes to the receiver.</summary>
    public bool IsWanted(in DependencyFrame frame, DependencyStructure structure, int maxSpatial, int maxTemporal)
    {
        var ahead = Ahead(frame.Number);
        if (ahead <= -Remembered)
        {
            return false;
        }

        if (ahead > 0)
        {
            (_seen, _sent) = ahead < Remembered ? (_seen << ahead, _sent << ahead) : (0, 0);
            _newest = frame.Number;
        }

        var bit = 1ul << Math.Max(0, -ahead);
        if ((_seen & bit) == 0)
        {
            _seen |= bit;
            _sent |= Decide(frame, structure, Math.Max(0, -ahead), maxSpatial, maxTemporal) ? bit : 0;
        }

        return (_sent & bit) != 0;
    }

    private bool Decide(in DependencyFrame frame, DependencyStructure structure, int back, int maxSpatial, int maxTemporal)
    {
        if (frame.HasStructure)
        {
            _target = -1;
        }

        // What stands for the references is how far before this picture they lie.
        var before = back == Remembered - 1 ? 0 : _sent >> (back + 1);
        var canDecode = !frame.RefersFar && (frame.References & ~before) == 0;
        var best = Best(structure, maxSpatial, maxTemporal);
        if (best != _target && canDecode && (_target < 0 || frame.Indication(best) == DependencyFrame.Switch))
        {
            _target = best;
            Spatial = structure.Target(best).Spatial;
        }

        return _target >= 0 && _target < structure.Targets && frame.Indication(_target) != DependencyFrame.NotPresent;
    }

    /// <summary>The sharpest combination within the limits, and of those the smoothest; else the smallest there is.</summary>
    private static int Best(DependencyStructure structure, int maxSpatial, int maxTemporal)
    {
        var (best, rank, smallest, least) = (-1, -1, 0, int.MaxValue);
        for (var target = 0; target < structure.Targets; target++)
        {
            var (spatial, temporal) = structure.Target(target);
            var own = (spatial << 3) + temporal;
            if (own < least)
            {
                (smallest, least) = (target, own);
            }

            if (spatial <= maxSpatial && temporal <= maxTemporal && own > rank)
            {
                (best, rank) = (target, own);
            }
        }

        return best >= 0 ? best : smallest;
    }
}
