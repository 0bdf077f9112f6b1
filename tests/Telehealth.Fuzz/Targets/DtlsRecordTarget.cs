using Telehealth.Media.Dtls;

namespace Telehealth.Fuzz.Targets;

/// <summary>The filter before OpenSSL: which records of a datagram it gets to see (RFC 6347 section 4.1).</summary>
internal sealed class DtlsRecordTarget : FuzzTarget
{
    public override string Name => "dtls";

    public override string[] Covers => ["Telehealth.Media.Dtls.DtlsRecords"];

    public override byte[][] Dictionary =>
        [[22, 0xFE, 0xFF, 0, 0], [22, 0xFE, 0xFD, 0, 0], [21, 0xFE, 0xFD, 0, 0], [20, 0xFE, 0xFD, 0, 0], [23, 0xFE, 0xFD, 0, 1], [0, 1], [0xFF, 0xFF]];

    public override IEnumerable<byte[]> Seeds()
    {
        using var identity = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        using var association = new DtlsAssociation(identity, DtlsRole.Client);
        association.Start();
        var hello = new byte[DtlsAssociation.LargestDatagram];
        hello = hello[..association.TakeDatagram(hello)];
        byte[] alert = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40];
        byte[] data = [23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 3, 1, 2, 3];
        byte[] change = [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1];
        return [hello, alert, data, [.. change, .. data, .. alert], [.. alert, .. hello[..100]]];
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var rest = input;
        var taken = 0;
        while (DtlsRecords.TryTake(ref rest, out var record))
        {
            Claim(record.Length > DtlsRecords.HeaderBytes, "a record is longer than its header");
            Claim(record.SequenceEqual(input.Slice(taken, record.Length)), "records follow each other without a gap");
            taken += record.Length;
            Claim(taken + rest.Length == input.Length, "what is not a record stays");
            var isPlain = record[3] == 0 && record[4] == 0;
            Claim(DtlsRecords.MayBeForged(record, handshakeDone: true) == isPlain, "after the handshake nothing plain counts");
            Claim(isPlain || !DtlsRecords.MayBeForged(record, handshakeDone: false), "what is encrypted is for OpenSSL to judge");
        }
    }
}
