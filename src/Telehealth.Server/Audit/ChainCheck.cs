using System.Security.Cryptography;

namespace Telehealth.Audit;

/// <summary>Where a chain is said to end.</summary>
internal sealed record ChainHead(long Sequence, byte[] Hash);

/// <summary>Walks along one chain in the order of its numbers and finds each link that is broken, and no other.</summary>
internal sealed class ChainCheck(long chain, List<AuditFinding> findings)
{
    private static readonly byte[] _beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>What the next link may continue: the last hash as it stands there and as it must be; after a finding one of them is right.</summary>
    private byte[][] _previous = [_beginning];
    private long _last;
    private bool _isAfterGap;
    private bool _isAtHead;

    /// <param name="told">Where the chain ended when the walk began.</param>
    public void Take(StoredLink link, ChainHead? told)
    {
        Walk(link);
        _isAtHead |= told is not null && _last == told.Sequence && EndsWith(told);
    }

    /// <summary>
    /// The end that was told first must have been passed, and nothing may stand behind the one that is told now. Told are one end or,
    /// when the server goes on writing, two.
    /// </summary>
    public void Finish(ChainHead? first, ChainHead? now)
    {
        if (first is null || now is null || _last > now.Sequence)
        {
            findings.Add(new AuditFinding(chain, now?.Sequence ?? 0, AuditFault.Head));
            return;
        }

        if (first.Sequence > _last)
        {
            // Cut off at the end, unless what is there ends with the very hash that was told.
            findings.Add(EndsWith(first)
                ? new AuditFinding(chain, first.Sequence, AuditFault.Head)
                : new AuditFinding(chain, _last + 1, AuditFault.Missing));
            return;
        }

        if (!_isAtHead && !(first.Sequence == 0 && first.Hash.AsSpan().SequenceEqual(_beginning)))
        {
            findings.Add(new AuditFinding(chain, first.Sequence, AuditFault.Head));
        }
    }

    private bool EndsWith(ChainHead told) => Array.Exists(_previous, known => known.AsSpan().SequenceEqual(told.Hash));

    private void Walk(StoredLink link)
    {
        if (link.Sequence != _last + 1)
        {
            if (link.Sequence <= _last || !link.IsAtItsPlace())
            {
                findings.Add(new AuditFinding(chain, link.Sequence, AuditFault.Displaced));
                return;
            }

            findings.Add(new AuditFinding(chain, _last + 1, AuditFault.Missing));
            _isAfterGap = true;
        }

        _last = link.Sequence;
        var computed = _previous.Select(previous => ChainedEntry.HashOf(previous, link.Body)).ToArray();
        if (_isAfterGap)
        {
            // What it continued is gone; that its own number is right has been seen.
            _isAfterGap = false;
            _previous = [link.Hash];
            return;
        }

        if (!Array.Exists(computed, hash => hash.AsSpan().SequenceEqual(link.Hash)))
        {
            findings.Add(new AuditFinding(chain, link.Sequence, AuditFault.Changed));
            _previous = [link.Hash, .. computed];
            return;
        }

        _previous = [link.Hash];
        if (!link.IsAtItsPlace())
        {
            findings.Add(new AuditFinding(chain, link.Sequence, AuditFault.Displaced));
        }
        else if (!link.HasTrueCopies())
        {
            findings.Add(new AuditFinding(chain, link.Sequence, AuditFault.CopyDiffers));
        }
    }
}
