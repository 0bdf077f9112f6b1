using System.Text.Json;
using Telehealth.Media;

namespace Telehealth.Benchmarks.Targets;

/// <summary>One line between the benchmark and the server it started, in either direction.</summary>
internal sealed record ServerMessage(string Op, string Seat = "")
{
    public string Room { get; init; } = "";

    public int OfferId { get; init; }

    public string Sdp { get; init; } = "";

    /// <summary>Of an offer: what stands on its lines.</summary>
    public IReadOnlyList<SubscribedTrack> Tracks { get; init; } = [];

    /// <summary>How a seat shows what it sees.</summary>
    public IReadOnlyList<TileSettings> Tiles { get; init; } = [];

    public long AllocatedBytes { get; init; }

    public double PauseP99Ms { get; init; }

    public double PauseMaxMs { get; init; }

    public int Pauses { get; init; }

    public static ServerMessage Read(string line) =>
        JsonSerializer.Deserialize<ServerMessage>(line) ?? throw new InvalidDataException("an empty line");

    public string Write() => JsonSerializer.Serialize(this);
}
