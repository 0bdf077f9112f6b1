namespace Telehealth.Media.Ice;

/// <summary>What the owner chooses when it creates a transport.</summary>
/// <param name="Label">Names the transport in logs; never a person.</param>
internal sealed record TransportSettings(string Label);
