namespace Telehealth.Coordination;

internal static class CoordinationSetup
{
    public static void AddCoordination(this WebApplicationBuilder builder)
    {
        _ = builder;
    }
}
