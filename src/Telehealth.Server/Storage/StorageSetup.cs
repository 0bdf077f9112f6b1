namespace Telehealth.Storage;

internal static class StorageSetup
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static Task PrepareStorageAsync(this WebApplication app) => Task.FromResult(app);
}
