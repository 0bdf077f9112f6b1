namespace Telehealth.Http;

internal static class HttpSetup
{
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void UseHttp(this WebApplication app)
    {
        _ = app;
    }

    public static void MapWebClient(this WebApplication app)
    {
        _ = app;
    }
}
