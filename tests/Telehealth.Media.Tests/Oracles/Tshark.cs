using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Telehealth.Media.Oracles;

/// <summary>Wireshark's dissectors: what somebody else's code reads in the datagrams we write.</summary>
internal static partial class Tshark
{
    private const int RawIp = 101;
    private const int Port = 5005;

    /// <summary>Returns what is said of each datagram, in order.</summary>
    /// <param name="protocol">As <c>-d</c> names it: rtcp, stun.</param>
    public static async Task<string[]> ReadAsync(string protocol, IReadOnlyList<byte[]> datagrams)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.pcap");
        try
        {
            await File.WriteAllBytesAsync(path, Capture(datagrams));
            var start = new ProcessStartInfo("tshark") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["-r", path, "-n", "-V", "-O", protocol, "-d", $"udp.port=={Port},{protocol}"])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            var frames = FrameHead().Split(text).Skip(1).ToArray();
            Assert.Equal(datagrams.Count, frames.Length);
            return frames;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A pcap file of UDP packets from the machine to itself.</summary>
    private static byte[] Capture(IReadOnlyList<byte[]> datagrams)
    {
        var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(0xA1B2C3D4);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0L);
        writer.Write(65535);
        writer.Write(RawIp);
        foreach (var datagram in datagrams)
        {
            var packet = new byte[28 + datagram.Length];
            packet[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
            (packet[8], packet[9]) = (64, 17);
            new byte[] { 127, 0, 0, 1, 127, 0, 0, 1 }.CopyTo(packet, 12);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), Port);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), Port);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + datagram.Length));
            datagram.CopyTo(packet, 28);
            writer.Write(0L);
            writer.Write(packet.Length);
            writer.Write(packet.Length);
            writer.Write(packet);
        }

        writer.Flush();
        return file.ToArray();
    }

    [GeneratedRegex(@"^Frame \d+:", RegexOptions.Multiline)]
    private static partial Regex FrameHead();
}
