namespace Telehealth.Storage;

/// <summary>What a folder has to say of every save, at the end of its transaction: it is stored with the changes or they are not stored.</summary>
/// <param name="Take">Takes what waits off its list and gives what writes it; null when nothing waits.</param>
internal sealed record LastWords(Func<TelehealthDb, Func<CancellationToken, Task>?> Take);
