using System.Net.Sockets;
using System.Text;

namespace Telehealth;

/// <summary>
/// Hands out the numbered databases of the Redis that the run was given. Published messages cross databases,
/// so a run on Redis starts its tests one after another.
/// </summary>
internal static class TestRedis
{
    private const string ServerVariable = "TELEHEALTH_TEST_REDIS";

    /// <summary>Redis has 16 unless told otherwise.</summary>
    private const int Databases = 16;
    private static int _handedOut;

    /// <summary>Connection string of an empty database; null when the run is in memory.</summary>
    public static string? NextDatabase()
    {
        if (Environment.GetEnvironmentVariable(ServerVariable) is not { Length: > 0 } server)
        {
            return null;
        }

        var database = (uint)Interlocked.Increment(ref _handedOut) % Databases;
        Empty(server, database);
        return $"{server},defaultDatabase={database}";
    }

    private static void Empty(string server, uint database)
    {
        var place = server.Split(',')[0].Split(':');
        using var connection = new TcpClient(place[0], int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture));
        using var stream = connection.GetStream();
        stream.Write(Encoding.ASCII.GetBytes($"SELECT {database}\r\nFLUSHDB\r\n"));
        using var answers = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("+OK", answers.ReadLine());
        Assert.Equal("+OK", answers.ReadLine());
    }
}
