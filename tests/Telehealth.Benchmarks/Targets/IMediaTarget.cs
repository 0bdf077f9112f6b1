namespace Telehealth.Benchmarks.Targets;

/// <summary>A media server in a process of its own, signalled as its clients would do it.</summary>
internal interface IMediaTarget : IAsyncDisposable
{
    string Name { get; }

    int ProcessId { get; }

    /// <summary>Publishes a microphone and a camera into a room, opening it when it is the first; returns the answer.</summary>
    Task<string> PublishAsync(string room, string seat, string offer);

    /// <summary>Subscribes to everything in a room; every offer of the server goes through <paramref name="answer"/>. Completes after the first.</summary>
    Task SubscribeAsync(string room, string seat, Func<string, Task<string>> answer);

    Task LeaveAsync(string seat);

    /// <summary>Bytes allocated by the garbage collected heap so far; 0 for a server without one.</summary>
    Task<long> AllocatedBytesAsync();
}
