using System.Security.Cryptography;
using System.Text;
using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Peer;

/// <summary>A browser's half of ICE (RFC 8445): the controlling agent that checks one pair, nominates it, and answers checks of the other side.</summary>
internal sealed class PeerChecks
{
    private readonly byte[] _transaction = new byte[StunFormat.TransactionIdBytes];

    public PeerChecks() => Restart();

    public string Ufrag { get; private set; } = "";

    public string Password { get; private set; } = "";

    public int Sent { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Our address as the other side sees it.</summary>
    public RemoteAddress? MappedAddress { get; private set; }

    /// <summary>New credentials.</summary>
    public void Restart() => (Ufrag, Password) = (
        RandomNumberGenerator.GetHexString(8, lowercase: true), RandomNumberGenerator.GetHexString(24, lowercase: true));

    /// <summary>Writes the next check and returns its length.</summary>
    public int WriteCheck(PeerRemote remote, bool nominatesAtOnce, Span<byte> to)
    {
        RandomNumberGenerator.Fill(_transaction);
        var writer = new StunWriter(to, StunFormat.BindingRequest, _transaction);
        writer.Add(StunFormat.Username, Encoding.ASCII.GetBytes($"{remote.Ufrag}:{Ufrag}"));
        writer.Add(StunFormat.IceControlling, 1UL);
        if (nominatesAtOnce || Answered > 0)
        {
            writer.Add(StunFormat.UseCandidate, []);
        }

        writer.Add(StunFormat.Priority, 0x6E7F00FFu);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(remote.Password));
        writer.AddFingerprint();
        Sent++;
        return writer.Length;
    }

    /// <summary>True for the answer to our last check.</summary>
    public bool TakeAnswer(in StunMessage message, PeerRemote remote)
    {
        if (message.Type != StunFormat.BindingSuccess
            || !message.TransactionId.SequenceEqual(_transaction)
            || !message.HasIntegrity(Encoding.ASCII.GetBytes(remote.Password)))
        {
            return false;
        }

        Answered++;
        MappedAddress = message.MappedAddress;
        return true;
    }

    /// <summary>Writes the answer to a check of the other side, as one that is no ICE-lite agent sends them; 0 when it is not genuine.</summary>
    public int WriteAnswer(in StunMessage message, in RemoteAddress from, Span<byte> to)
    {
        if (message.Type != StunFormat.BindingRequest || !message.HasIntegrity(Encoding.ASCII.GetBytes(Password)))
        {
            return 0;
        }

        var writer = new StunWriter(to, StunFormat.BindingSuccess, message.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(Password));
        writer.AddFingerprint();
        return writer.Length;
    }
}
