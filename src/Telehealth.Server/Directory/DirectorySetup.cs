namespace Telehealth.Directory;

internal static class DirectorySetup
{
    public static void AddDirectory(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void MapDirectory(this WebApplication app)
    {
        _ = app;
    }
}
