namespace Telehealth.Media.Net;

/// <summary>
/// Who is connected to a TCP port, by address and in the order of coming, and who has to go so that one more may come. Who has proven
/// nothing never keeps anybody out: many may share an address, and one of them may be up to no good.
/// </summary>
internal sealed class TcpCensus(TcpLimits limits)
{
    private readonly Dictionary<ulong, (int All, int Unproven)> _byAddress = [];
    private readonly LinkedList<TcpConnection> _unproven = new();

    public int All { get; private set; }

    /// <summary>The first to lose patience with.</summary>
    public TcpConnection? OldestUnproven => _unproven.First?.Value;

    /// <summary>Says whether one more of this address may come.</summary>
    /// <param name="address">Whose connection waits.</param>
    /// <param name="leaving">Who has to go first; ask again when that is done.</param>
    /// <returns>False when it is refused, or when somebody has to go first.</returns>
    public bool HasRoom(in RemoteAddress address, out TcpConnection? leaving)
    {
        var key = KeyOf(address);
        var counts = _byAddress.GetValueOrDefault(key);
        if (counts.All >= limits.MostOfOneAddress || counts.Unproven >= limits.MostUnprovenOfOneAddress)
        {
            leaving = counts.Unproven > 0 ? OldestOf(key) : null;
            return false;
        }

        leaving = All >= limits.Most || _unproven.Count >= limits.MostUnproven ? OldestUnproven : null;
        return leaving is null && All < limits.Most;
    }

    public void Add(TcpConnection connection)
    {
        connection.Place = _unproven.AddLast(connection);
        Change(connection.Address, 1, 1);
    }

    public void Prove(TcpConnection connection)
    {
        Change(connection.Address, 0, -1);
        Forget(connection);
    }

    public void Remove(TcpConnection connection)
    {
        Change(connection.Address, -1, connection.Place is null ? 0 : -1);
        Forget(connection);
    }

    private static ulong KeyOf(in RemoteAddress address) => address.IsIPv4 ? address.Low : address.High;

    private void Forget(TcpConnection connection)
    {
        if (connection.Place is { } place)
        {
            _unproven.Remove(place);
            connection.Place = null;
        }
    }

    // Looked for among 1,024 at the most, and only when somebody has to go.
    private TcpConnection? OldestOf(ulong key)
    {
        foreach (var connection in _unproven)
        {
            if (KeyOf(connection.Address) == key)
            {
                return connection;
            }
        }

        return null;
    }

    private void Change(in RemoteAddress address, int all, int unproven)
    {
        var key = KeyOf(address);
        var counts = _byAddress.GetValueOrDefault(key);
        counts = (counts.All + all, counts.Unproven + unproven);
        All += all;
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
