using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Telehealth.Realtime;

/// <summary>Connections whose session or role is over.</summary>
internal sealed partial class FanOutLifetimeManager<THub>
    where THub : Hub
{
    /// <summary>Long enough to be written to a browser that reads, short beside the second within which access ends.</summary>
    private static readonly TimeSpan _lastWord = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends the connections that a session opened, on all nodes; on those that are out of reach once they are back.</summary>
    public Task EndSessionAsync(string session, CancellationToken cancellation) =>
        EndAsync(HubEnvelopeKind.EndSession, session, "", LiveAccess.SessionEnded, cancellation);

    /// <summary>Ends the connections that a person opened in a role, or in any, likewise.</summary>
    public Task EndPersonAsync(Guid practitionerId, Guid? roleId, string code, CancellationToken cancellation) =>
        EndAsync(HubEnvelopeKind.EndPerson, practitionerId.ToString(), roleId?.ToString() ?? "", code, cancellation);

    private async Task EndAsync(
        HubEnvelopeKind kind, string target, string role, string code, CancellationToken cancellation)
    {
        var word = _protocol.GetMessageBytes(new InvocationMessage(nameof(IClinicClient.AccessChanged), [code]));
        var envelope = new HubEnvelope(kind, target, role, 0, [], word);
        _ended.Add(envelope);
        await DeliverAsync(envelope);
        await SayAsync(envelope, cancellation);
    }

    /// <summary>They hear nothing any more but why.</summary>
    private void End(IEnumerable<HubLine> lines, HubEnvelope envelope)
    {
        foreach (var line in lines)
        {
            LeaveGroups(line);
            _ = CutAfterAsync(line, envelope);
        }
    }

    private async Task CutAfterAsync(HubLine line, HubEnvelope envelope)
    {
        await WriteAsync([line], envelope);
        await Task.Delay(_lastWord);
        line.Cut();
    }
}
