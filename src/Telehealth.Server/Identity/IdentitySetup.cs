namespace Telehealth.Identity;

internal static class IdentitySetup
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void UseIdentity(this WebApplication app)
    {
        _ = app;
    }

    public static void MapIdentity(this WebApplication app)
    {
        _ = app;
    }
}
