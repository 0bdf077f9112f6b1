using System.Net;

namespace Telehealth.Media.Peer;

/// <summary>Which of the server's candidates a peer takes.</summary>
/// <param name="ByTcp">A passive TCP candidate instead of a UDP one.</param>
/// <param name="Only">Of this address; its own socket is bound to the same.</param>
internal sealed record PeerWay(bool ByTcp = false, IPAddress? Only = null);
