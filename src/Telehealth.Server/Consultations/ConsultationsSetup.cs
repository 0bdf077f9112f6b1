using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;
using Telehealth.Http;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal static class ConsultationsSetup
{
    public static void AddConsultations(this WebApplicationBuilder builder)
    {
        if (!Consultation.HasFences && !builder.Environment.IsDevelopment())
        {
            throw new InvalidOperationException("This server was built without fences, for a test.");
        }

        var services = builder.Services;
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section)
            .Validate(
                options => options.PublicOrigin.Length == 0 || Uri.TryCreate(options.PublicOrigin, UriKind.Absolute, out _),
                "Web:PublicOrigin is no absolute address.")
            .ValidateOnStart();
        services.AddSingleton<InvitationSecrets>();
        services.AddScoped<InvitationDesk>();
        services.AddScoped<ConsultationReader>();
        services.AddScoped<QueuePlaces>();
        services.AddScoped<QueueSync>();
        services.AddScoped<QueueClaims>();
        services.AddScoped<QueueRepair>();
        services.AddHostedService<QueueCheck>();
        services.AddOptions<AttendanceOptions>().BindConfiguration(AttendanceOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<Attendance>();
        services.AddHostedService<AttendanceWatch>();
        services.AddScoped<QueueDoor>();
        services.AddScoped<DepartmentQueues>();
        services.AddScoped<PlaceChange>();
        services.AddScoped<PlaceNewsReader>();
        services.AddScoped<WantedDoctor>();
        services.AddSingleton<RowClaims>();
        services.AddScoped<NearTurns>();
        services.AddOptions<RingingOptions>().BindConfiguration(RingingOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<Ringing>();
        services.AddSingleton<PhotoFiles>();
        services.AddScoped<PhotoShelf>();
        services.AddSingleton(QueueRuleList.Policy);
        services.AddSingleton<WaitEstimates>();
        services.AddSingleton<WaitingRows>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (departmentId, cancellation) => ReadWaitingAsync(scopes, departmentId, cancellation);
        });
        AddAnswers(services);
    }

    public static void MapConsultations(this WebApplication app) => ConsultationRoutes.Map(app);

    /// <summary>What infrastructure asks and only consultations know.</summary>
    private static void AddAnswers(IServiceCollection services)
    {
        services.AddSingleton<MayWatchDepartment>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (user, departmentId, cancellation) =>
                ConsultationWatch.MayWatchDepartmentAsync(scopes, user, departmentId, cancellation);
        });
        services.AddSingleton<ReadLoads>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (practitionerIds, cancellation) => PractitionerLoads.ReadAsync(scopes, practitionerIds, cancellation);
        });
        services.AddSingleton<FindHeldSeats>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (practitionerId, roleId, cancellation) => ConsultationSeats.HeldAsync(scopes, practitionerId, roleId, cancellation);
        });
        services.AddSingleton<OpenConsultation>(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return (user, consultationId, cancellation) =>
                ConsultationWatch.OpenAsync(scopes, user, consultationId, cancellation);
        });
    }

    /// <summary>From these the queue is built again after a restart of this process or an empty Redis.</summary>
    private static async Task<IReadOnlyList<QueueEntry>> ReadWaitingAsync(
        IServiceScopeFactory scopes, Guid departmentId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var rows = await QueuePlaces.Waiting(db, departmentId).AsNoTracking().ToListAsync(cancellation);
        return rows.ConvertAll(QueuePlaces.EntryOf);
    }
}
