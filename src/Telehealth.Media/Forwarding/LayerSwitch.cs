namespace Telehealth.Media.Forwarding;

/// <summary>
/// Which layer one receiver gets and which it is to get next: by its tile, its link and what the publisher sends. The old layer
/// runs on until the new one's key frame is there. Only the room's loop touches this.
/// </summary>
internal sealed class LayerSwitch(UpTrack source)
{
    // A link that was too narrow a moment ago will be again; going up at once would make the picture pump.
    private const long HoldMicros = 8_000_000;

    // Streams whose layers can be left and joined at any time offer it several times a second.
    private const long StuckMicros = 400_000;

    // As long as a layer that was paused at its publisher needs to come back.
    private const long UrgentMicros = 3_000_000;

    private long _stuckSince;
    private int _heldLayer;
    private long _heldUntil;
    private long _urgentUntil;

    public UpLayer? Current { get; private set; }

    public UpLayer? Target { get; private set; }

    public bool Visible { get; private set; } = true;

    public int TileWidth { get; private set; }

    public int TileHeight { get; private set; }

    /// <summary>Higher is served first when the link cannot carry everything.</summary>
    public int Priority { get; private set; }

    /// <summary>How many layers, from the lowest, the tile can make use of.</summary>
    public int Useful => Visible ? LayerChoice.Useful(source, TileWidth, TileHeight) : 0;

    /// <summary>The same in steps of quality, whether those are layers or lie within one.</summary>
    public int UsefulSteps => !Visible || !source.HasOneStream || source.Steps == 1 ? Useful
        : LayerChoice.Spatial(source.Layers[0].Dependencies, TileWidth, TileHeight) + 1;

    public void SetTile(bool visible, int width, int height, int priority, long nowMicros)
    {
        if (width > TileWidth || height > TileHeight || priority > Priority || (visible && !Visible))
        {
            // Somebody wants to look at this now: what held it back is from before.
            (_heldUntil, _urgentUntil) = (0, nowMicros + UrgentMicros);
        }

        (Visible, TileWidth, TileHeight, Priority) = (visible, width, height, priority);
    }

    /// <summary>Nothing is sent until the next choice and its key frame.</summary>
    public void Reset() => (Current, Target) = (null, null);

    /// <summary>The key frame of this layer is going out.</summary>
    public void Follow(UpLayer layer) => Current = layer;

    /// <summary>Takes a new decision.</summary>
    /// <param name="maxLayer">The highest layer the link carries.</param>
    /// <returns>The layer whose key frame is needed, or nothing.</returns>
    public UpLayer? Choose(int maxLayer, long nowMicros)
    {
        if (Current is not null && Step(Current) > maxLayer)
        {
            (_heldLayer, _heldUntil) = (maxLayer, nowMicros + HoldMicros);
        }

        var pick = Pick(maxLayer, nowMicros);
        Target = pick ?? Target;
        MaxSpatial = LayerChoice.Spatial(Current?.Dependencies, TileWidth, TileHeight);
        if (source.HasOneStream && MaxSpatial != int.MaxValue)
        {
            MaxSpatial = Math.Min(MaxSpatial, Limit(maxLayer, nowMicros));
        }

        if (pick is null && Current is null)
        {
            // A shared screen on which nothing moves sends nothing, until somebody asks for its picture.
            return source.Layers[0];
        }

        return pick != Current ? pick : null;
    }

    /// <summary>The highest spatial layer the tile can make use of, and the link carries, of a stream with several.</summary>
    public int MaxSpatial { get; private set; } = int.MaxValue;

    /// <summary>True when the stream has gone on for long without a point at which the wanted spatial layer could begin.</summary>
    public bool IsStuck(int spatial, long nowMicros)
    {
        var wanted = Math.Min(MaxSpatial, Current?.Dependencies?.MaxSpatial ?? 0);
        if (spatial < 0 || spatial == wanted)
        {
            _stuckSince = nowMicros;
        }

        return nowMicros - _stuckSince > StuckMicros;
    }

    /// <summary>True when a key frame of this layer is what we wait for.</summary>
    /// <param name="layer">Whose key frame has come.</param>
    /// <param name="maxLayer">The highest layer the link carries.</param>
    public bool Awaits(UpLayer layer, int maxLayer, long nowMicros) =>
        // Before the first choice any key frame will do: a small picture now is better than a large one later.
        layer == Target || (Target is null && Current is null)
        // A layer that comes back from its pause begins with one; the next would have to be asked for.
        || (nowMicros < _urgentUntil && layer == Pick(maxLayer, nowMicros));

    private UpLayer? Pick(int maxLayer, long nowMicros)
    {
        var current = nowMicros < _urgentUntil ? null : Current;
        return LayerChoice.Pick(source, TileWidth, TileHeight, Limit(maxLayer, nowMicros), current, nowMicros);
    }

    private int Limit(int maxLayer, long nowMicros) => nowMicros < _heldUntil ? Math.Min(maxLayer, _heldLayer) : maxLayer;

    private int Step(UpLayer current) => !source.HasOneStream ? current.Index : MaxSpatial == int.MaxValue ? 0 : MaxSpatial;
}
