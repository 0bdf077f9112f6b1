using Telehealth.Media.Srtp;

namespace Telehealth.Media.Dtls;

/// <summary>Shakes hands with itself once, so that the first patient to join does not wait for code to be compiled.</summary>
internal static class DtlsWarmUp
{
    private const int MostFlights = 8;

    public static void Run(DtlsIdentity identity)
    {
        using var client = new DtlsAssociation(identity, DtlsRole.Client);
        using var server = new DtlsAssociation(identity, DtlsRole.Server);
        client.Start();
        for (var flight = 0; flight < MostFlights && server.State != DtlsState.Connected; flight++)
        {
            Carry(client, server);
            Carry(server, client);
        }

        Carry(server, client);
        if (client.ExportSrtpKeys() is not { } keys || server.ExportSrtpKeys() is not { } mirrored)
        {
            throw new InvalidOperationException("DTLS does not work with this OpenSSL.");
        }

        using var sender = new SrtpSender(keys.Send);
        using var receiver = new SrtpReceiver(mirrored.Receive);
        Span<byte> packet = stackalloc byte[64];
        Span<byte> wire = stackalloc byte[64 + SrtpCipher.LargestOverhead];
        packet.Clear();
        packet[0] = 0x80;
        receiver.OpenRtp(wire[..sender.SealRtp(packet, wire)], packet, out _);
    }

    private static void Carry(DtlsAssociation from, DtlsAssociation to)
    {
        Span<byte> datagram = stackalloc byte[DtlsAssociation.LargestDatagram];
        int length;
        while ((length = from.TakeDatagram(datagram)) > 0)
        {
            to.Receive(datagram[..length]);
        }
    }
}
