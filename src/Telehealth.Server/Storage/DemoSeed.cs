namespace Telehealth.Storage;

/// <summary>What a folder puts into an empty database in Development; running it again changes nothing.</summary>
/// <param name="RefuseAsync">Outside Development: throws when anything of it is configured or stored.</param>
internal sealed record DemoSeed(
    Func<IServiceProvider, CancellationToken, Task> PlantAsync,
    Func<IServiceProvider, CancellationToken, Task> RefuseAsync);
