namespace Telehealth.Media;

/// <summary>Where the media server listens and how much it carries.</summary>
public sealed class MediaOptions
{
    /// <summary>IP addresses put into ICE candidates. Empty: every address of this machine that is up and not link-local.</summary>
    public IReadOnlyList<string> PublicAddresses { get; set; } = [];

    /// <summary>The UDP port for all participants, the first one when there are several media threads; 0 takes free ones.</summary>
    public int UdpPort { get; set; } = 5082;

    /// <summary>
    /// The TCP port for participants whose network passes no UDP. Null: the same number as <see cref="UdpPort"/>, or a free one with a
    /// free one; 0: none.
    /// </summary>
    public int? TcpPort { get; set; }

    /// <summary>
    /// Media threads, each with a UDP port of its own: <see cref="UdpPort"/> and those behind it. A room lives on one of them. More
    /// than one is worth it when one processor core no longer holds all packets.
    /// </summary>
    public int Threads { get; set; } = 1;

    /// <summary>
    /// The ports that are open from outside, such as <c>5082</c> or <c>5082-5085</c>, where a container or a firewall publishes no others.
    /// A server whose threads would listen beyond them does not start. Empty: not known, and not checked.
    /// </summary>
    public string OpenPorts { get; set; } = "";

    /// <summary>Rooms that may be open at once; entering one more is refused.</summary>
    public int MaxRooms { get; set; } = 1000;

    /// <summary>Seats in one room that may publish; entering one more is refused.</summary>
    public int MaxSeatsPerRoom { get; set; } = 30;

    /// <summary>Seats in one room that only receive, beside those that may publish; entering one more is refused.</summary>
    public int MaxListenersPerRoom { get; set; } = 300;

    /// <summary>Tracks one seat may publish at once (camera, microphone, screen and screen sound make four).</summary>
    public int MaxTracksPerSeat { get; set; } = 6;

    /// <summary>
    /// The video codecs to take from publishers, the best first; of these the first that a publisher offers is used. <c>VP8</c> every
    /// browser has; <c>H264</c> (constrained baseline) saves phones with hardware for it, but some browsers cannot show it. <c>VP9</c>
    /// and <c>AV1</c> are passed through with several layers in one stream, for closed groups of clients that all know them.
    /// </summary>
    public string VideoCodecs { get; set; } = "VP8,H264";

    /// <summary>Upper bound told to a publisher for each picture it sends (camera, screen), in kbit/s.</summary>
    public int MaxPublishKbps { get; set; } = 2500;

    /// <summary>.NET's sockets even on Linux: what developers on other systems run with, for tests.</summary>
    internal bool UsePortableSockets { get; set; }
}
