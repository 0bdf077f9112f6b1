namespace Telehealth.Media.Ice;

/// <summary>What the owner chooses when it creates a transport.</summary>
/// <param name="Label">Names the transport in logs; never a person.</param>
/// <param name="MaxKbps">What the peer may send; 0 for no limit.</param>
internal sealed record TransportSettings(string Label, int MaxKbps = 0);
