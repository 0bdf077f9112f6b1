namespace Telehealth.Media.Bandwidth;

/// <summary>What feedback says of one packet: times in microseconds, each on its own end's clock.</summary>
/// <param name="Bytes">On the wire, headers of the network included.</param>
/// <param name="Cluster">The probe it was part of; 0 for none.</param>
internal readonly record struct PacketReport(long SentMicros, long ArrivalMicros, int Bytes, byte Cluster);
