namespace Telehealth.Rooms;

internal static class RoomsSetup
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void MapRooms(this WebApplication app)
    {
        _ = app;
    }
}
