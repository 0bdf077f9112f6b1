using System.Text.Json;

namespace Telehealth.Benchmarks;

/// <summary>One line between the benchmark and the server it started, in either direction.</summary>
internal sealed record ForwardMessage(
    string Op, string Seat = "", int OfferId = 0, string Sdp = "", double CpuMicros = 0, long AllocatedBytes = 0)
{
    public static ForwardMessage Read(string line) =>
        JsonSerializer.Deserialize<ForwardMessage>(line) ?? throw new InvalidDataException("an empty line");

    public string Write() => JsonSerializer.Serialize(this);
}
