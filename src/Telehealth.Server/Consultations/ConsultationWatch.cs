using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Chat;
using Telehealth.Directory;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Answers the hub's question who may be told about what.</summary>
internal static class ConsultationWatch
{
    /// <summary>Practitioners watch the departments of all their roles.</summary>
    public static async Task<bool> MayWatchDepartmentAsync(
        IServiceScopeFactory scopes, ClaimsPrincipal user, Guid departmentId, CancellationToken cancellation)
    {
        if (CurrentStaff.From(user) is not { } staff)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        return await ActiveRoles.At(db, now).AnyAsync(
            role => role.PractitionerId == staff.PractitionerId && role.DepartmentId == departmentId, cancellation);
    }

    public static async Task<long?> OpenAsync(
        IServiceScopeFactory scopes, ClaimsPrincipal user, Guid consultationId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var consultation = await ConsultationAccess.FindAsync(db, consultationId, cancellation);
        return consultation is not null && Caller.From(user).MayRead(consultation)
            ? await ReadMessages.LastSequenceAsync(db, consultationId, cancellation)
            : null;
    }
}
