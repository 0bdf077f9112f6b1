using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Load;

/// <summary>The generator's threads, on one clock: what a publisher stamps must not wait for the receivers.</summary>
internal sealed class LoadLoops : IDisposable
{
    /// <summary>Receivers that sleep are not woken at the server's expense; 0 measures with a wake-up for every packet.</summary>
    public const int UsualNapMs = 2;

    public LoadLoops(int receiversNapMs = UsualNapMs)
    {
        Sending = new PeerLoop(Clock);
        Receiving = new PeerLoop(Clock, receiversNapMs);
    }

    public MonotonicClock Clock { get; } = new(TimeProvider.System);

    public PeerLoop Sending { get; }

    public PeerLoop Receiving { get; }

    public DtlsIdentity Identity { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>An address of this machine that is not the loopback's, because some servers take no other; its traffic stays inside all the same.</summary>
    public static string OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(link => link.OperationalStatus == OperationalStatus.Up)
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork)
        .OrderBy(address => IPAddress.IsLoopback(address))
        .First().ToString();

    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
        Identity.Dispose();
    }

    /// <summary>A generator that has thrown has measured nothing.</summary>
    public void ThrowIfFaulty()
    {
        if ((Sending.Fault ?? Receiving.Fault) is { } fault)
        {
            throw new InvalidOperationException("the load generator failed", fault);
        }
    }
}
