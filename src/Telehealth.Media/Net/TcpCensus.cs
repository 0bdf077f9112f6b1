namespace Telehealth.Media.Net;

/// <summary>Counts the connections of a TCP port by address and says whether one more may come.</summary>
internal sealed class TcpCensus(TcpLimits limits)
{
    private readonly Dictionary<ulong, (int All, int Unproven)> _byAddress = [];

    public int All { get; private set; }

    public int Unproven { get; private set; }

    /// <summary>The unproven ones together are too many: the oldest of them has to go.</summary>
    public bool IsCrowded => Unproven > limits.MostUnproven;

    public bool TryAdd(in RemoteAddress address)
    {
        var counts = _byAddress.GetValueOrDefault(KeyOf(address));
        if (All >= limits.Most || counts.All >= limits.MostOfOneAddress || counts.Unproven >= limits.MostUnprovenOfOneAddress)
        {
            return false;
        }

        Change(address, 1, 1);
        return true;
    }

    public void Prove(in RemoteAddress address) => Change(address, 0, -1);

    public void Remove(in RemoteAddress address, bool isProven) => Change(address, -1, isProven ? 0 : -1);

    private static ulong KeyOf(in RemoteAddress address) => address.IsIPv4 ? address.Low : address.High;

    private void Change(in RemoteAddress address, int all, int unproven)
    {
        var key = KeyOf(address);
        var counts = _byAddress.GetValueOrDefault(key);
        counts = (counts.All + all, counts.Unproven + unproven);
        All += all;
        Unproven += unproven;
        if (counts.All == 0)
        {
            _byAddress.Remove(key);
        }
        else
        {
            _byAddress[key] = counts;
        }
    }
}
