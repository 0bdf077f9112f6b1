namespace Telehealth.Media.Net;

/// <summary>What the media port handed to the kernel. Written on the loop's thread; readable anywhere.</summary>
internal sealed class PortCounters
{
    /// <summary>Datagrams that the kernel took.</summary>
    public long DatagramsSent { get; set; }

    /// <summary>Messages that they travelled in: fewer, where the kernel cuts long ones.</summary>
    public long MessagesSent { get; set; }

    /// <summary>Datagrams that the kernel would not take: a full buffer, no route. Media is never sent later.</summary>
    public long DroppedOutgoing { get; set; }

    /// <summary>Long messages that the kernel refused to cut; their datagrams went one by one.</summary>
    public long SegmentationRefused { get; set; }

    public void Add(PortCounters other)
    {
        DatagramsSent += other.DatagramsSent;
        MessagesSent += other.MessagesSent;
        DroppedOutgoing += other.DroppedOutgoing;
        SegmentationRefused += other.SegmentationRefused;
    }
}
