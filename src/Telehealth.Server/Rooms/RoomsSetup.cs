using System.Security.Cryptography;

namespace Telehealth.Rooms;

internal static class RoomsSetup
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
            new RoomPass(RandomNumberGenerator.GetBytes(32), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<RoomEntrance>();
    }

    public static void MapRooms(this WebApplication app)
    {
        _ = app;
    }
}
