namespace Telehealth.Audit;

internal enum AuditFault
{
    /// <summary>The body or the hash is not what was written.</summary>
    Changed,

    /// <summary>A column that is searched by says something else than the body.</summary>
    CopyDiffers,

    /// <summary>Nothing stands where an entry must stand.</summary>
    Missing,

    /// <summary>An entry stands where it was not written.</summary>
    Displaced,

    /// <summary>The row that tells where the chain ends is wrong or missing.</summary>
    Head,
}

/// <param name="Sequence">The first of them when several are missing.</param>
internal sealed record AuditFinding(long Chain, long Sequence, AuditFault Fault);

internal sealed record AuditReport(long Entries, IReadOnlyList<AuditFinding> Findings)
{
    public bool IsWhole => Findings.Count == 0;
}
