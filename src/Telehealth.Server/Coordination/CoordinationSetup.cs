using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Telehealth.Coordination;

internal static class CoordinationSetup
{
    public static void AddCoordination(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CoordinationOptions>().BindConfiguration("Coordination").ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<WaitingRows>((_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]));
        builder.Services.AddSingleton<IQueueStore, MemoryQueueStore>();
        builder.Services.AddSingleton<IPresenceStore, MemoryPresenceStore>();
    }
}
