using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Writes to each consultation in progress when patient and doctor were last here, so that it outlives the presence store.
/// Every node does it; the same time twice harms nobody.</summary>
internal sealed partial class AttendanceWatch(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<AttendanceWatch> log) : BackgroundService
{
    /// <summary>Well below the shortest time that anybody may be away.</summary>
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await NoteAllAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
    }

    private async Task NoteAllAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var attendance = scope.ServiceProvider.GetRequiredService<Attendance>();
        var now = clock.GetUtcNow();
        var running = db.Set<Consultation>().Where(consultation => consultation.Status == ConsultationStatus.InProgress);
        foreach (var consultation in await running.AsNoTracking().ToListAsync(cancellation))
        {
            var row = running.Where(other => other.Id == consultation.Id);
            if ((await attendance.IsPatientHereAsync(consultation, cancellation)).IsHere)
            {
                await row.ExecuteUpdateAsync(set => set.SetProperty(other => other.PatientSeenAt, now), cancellation);
            }

            if ((await attendance.IsDoctorHereAsync(consultation, cancellation)).IsHere)
            {
                await row.ExecuteUpdateAsync(set => set.SetProperty(other => other.DoctorSeenAt, now), cancellation);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who is here could not be noted; the next round repeats it")]
    private partial void LogFailed(Exception error);
}
