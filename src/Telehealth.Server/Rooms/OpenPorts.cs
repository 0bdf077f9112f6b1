using System.Globalization;
using Telehealth.Media;

namespace Telehealth.Rooms;

/// <summary>Whether the ports that the media threads listen on are among those that somebody outside can reach.</summary>
internal static class OpenPorts
{
    public const string Refusal =
        "Media:OpenPorts (MEDIA_PORTS_1 and MEDIA_PORTS_2 of the compose file) must hold one port for each of Media:Threads, beginning "
        + "with Media:UdpPort and Media:TcpPort: 5082-5085 for four threads at 5082.";

    public static bool Fit(MediaOptions options)
    {
        if (options.OpenPorts.Length == 0)
        {
            return true;
        }

        return TryParse(options.OpenPorts, out var first, out var last)
            && Holds(options.UdpPort) && (options.TcpPort == 0 || Holds(options.TcpPort ?? options.UdpPort));

        bool Holds(int port) => port >= first && port + options.Threads - 1 <= last;
    }

    private static bool TryParse(string ports, out int first, out int last)
    {
        var parts = ports.Split('-');
        last = 0;
        return IsPort(parts[0], out first) && IsPort(parts[^1], out last) && first <= last && parts.Length <= 2;
    }

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
