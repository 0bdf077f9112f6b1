using Microsoft.Extensions.Logging;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Dtls;

/// <summary>Shakes hands with itself once, so that the first patient to join does not wait for code to be compiled.</summary>
internal static partial class DtlsWarmUp
{
    private const int MostFlights = 8;

    public static void Run(DtlsIdentity identity, ILogger log)
    {
        try
        {
            ShakeHands(identity);
        }
        catch (Exception fault)
        {
            LogFailed(log, fault);
        }
    }

    private static void ShakeHands(DtlsIdentity identity)
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

    [LoggerMessage(LogLevel.Error, "DTLS does not work on this machine: nobody will be able to join a room")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
