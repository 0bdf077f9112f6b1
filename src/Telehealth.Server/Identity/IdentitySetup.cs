namespace Telehealth.Identity;

internal static class IdentitySetup
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
    }

    public static void UseIdentity(this WebApplication app)
    {
    }

    public static void MapIdentity(this WebApplication app)
    {
    }
}
