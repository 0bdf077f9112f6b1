namespace Telehealth.Consultations.Queue;

/// <summary>Lets a few doctors at a time take patients by the rows alone while the queue store is away: each reads all who wait, and a
/// database under a whole shift's clicks would serve nobody.</summary>
internal sealed class RowClaims : IDisposable
{
    /// <summary>A part of the connections to the database that a node has.</summary>
    internal const int AtOnce = 8;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Null when too many are at it; who holds a turn gives it back by disposing.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation) =>
        await _turns.WaitAsync(_patience, cancellation) ? new Turn(_turns) : null;

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
