using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>Opens and ends the staff's sessions: the row, and in this browser the cookie that names it.</summary>
internal sealed class StaffSessions(
    IHttpContextAccessor http, TelehealthDb db, SessionChecks checks, IOptions<SessionOptions> options, TimeProvider clock)
{
    /// <summary>Requests that were on their way with the old cookie when the role was switched still get their answer.</summary>
    private static readonly TimeSpan _untilAllKnow = TimeSpan.FromSeconds(5);

    private HttpContext Http => http.HttpContext!;

    /// <summary>Who comes with the request's cookie, also where anybody may come; null when nobody does.</summary>
    public async Task<CurrentStaff?> FindCurrentAsync() => CurrentStaff.From((await Http.AuthenticateAsync(Schemes.Staff)).Principal);

    /// <summary>A session of its own for each sign-in, so that nobody goes on in one that was put into the browser before.</summary>
    /// <returns>The session that this browser had until now and that has ended.</returns>
    public async Task<Guid?> SignInAsync(
        CurrentStaff staff, Account account, SignInMethod method, bool isSharedComputer, CancellationToken cancellation)
    {
        var before = await FindCurrentAsync() is { } other
            ? await db.Set<StaffSession>().FindAsync([other.SessionId], cancellation)
            : null;
        before?.End(SessionEnding.Replaced, clock.GetUtcNow());
        var opened = Open(staff, account.Id, method, isSharedComputer, clock.GetUtcNow().AddHours(options.Value.Hours));
        await db.SaveChangesAsync(cancellation);
        await GiveCookieAsync(staff, opened);
        return Forget(before);
    }

    /// <summary>The rights change, so the session does too; it ends when the old one would have.</summary>
    /// <returns>The new role in the new session.</returns>
    public async Task<CurrentStaff> SwitchRoleAsync(Guid sessionId, CurrentStaff role, CancellationToken cancellation)
    {
        var before = await db.Set<StaffSession>().SingleAsync(session => session.Id == sessionId, cancellation);
        var opened = Open(role, before.AccountId, before.Method, before.IsSharedComputer, before.ExpiresAt);
        var soon = clock.GetUtcNow() + _untilAllKnow;
        before.ExpiresAt = soon < before.ExpiresAt ? soon : before.ExpiresAt;
        await db.SaveChangesAsync(cancellation);
        await GiveCookieAsync(role, opened);
        Forget(before);
        return role with { SessionId = opened.Id };
    }

    /// <summary>Takes this browser's cookie; the row is <see cref="EndAsync"/>'s.</summary>
    public Task TakeCookieAsync() => Http.SignOutAsync(Schemes.Staff);

    /// <summary>Ends those of the sessions that are still open, and saves whatever else the caller changed. The caller cuts what they have open, by the ids that are given back.</summary>
    public async Task<IReadOnlyList<Guid>> EndAsync(
        IQueryable<StaffSession> sessions, SessionEnding reason, CancellationToken cancellation, Action<StaffSession>? ending = null)
    {
        var now = clock.GetUtcNow();
        var open = await sessions.Where(session => session.EndedAt == null && session.ExpiresAt > now).ToListAsync(cancellation);
        open.ForEach(session => session.End(reason, now));
        open.ForEach(session => ending?.Invoke(session));
        await db.SaveChangesAsync(cancellation);
        open.ForEach(session => checks.Forget(session.Id));
        return open.ConvertAll(session => session.Id);
    }

    private StaffSession Open(CurrentStaff staff, Guid accountId, SignInMethod method, bool isSharedComputer, DateTimeOffset expiresAt)
    {
        var now = clock.GetUtcNow();
        var session = new StaffSession
        {
            Id = Guid.CreateVersion7(now),
            AccountId = accountId,
            PractitionerId = staff.PractitionerId,
            RoleId = staff.RoleId,
            Method = method,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = expiresAt,
            IsSharedComputer = isSharedComputer,
            Address = Http.Connection.RemoteIpAddress?.ToString() ?? "",
            Device = DeviceName.From(Http.Request.Headers.UserAgent),
        };
        db.Add(session);
        return session;
    }

    private Task GiveCookieAsync(CurrentStaff staff, StaffSession session) =>
        Http.SignInAsync(
            Schemes.Staff,
            (staff with { SessionId = session.Id }).ToPrincipal(),
            new AuthenticationProperties { IssuedUtc = clock.GetUtcNow(), ExpiresUtc = session.ExpiresAt });

    private Guid? Forget(StaffSession? session)
    {
        if (session is not null)
        {
            checks.Forget(session.Id);
        }

        return session?.Id;
    }
}

/// <summary>Gives and takes the cookie of a patient whose invitation was confirmed.</summary>
internal sealed class PatientSessions(IHttpContextAccessor http)
{
    public Task SignIn(Guid patientId, Guid consultationId) =>
        http.HttpContext!.SignInAsync(
            Schemes.Patient,
            new CurrentPatient(patientId, consultationId).ToPrincipal(),
            new AuthenticationProperties { IsPersistent = true });

    public Task SignOut() => http.HttpContext!.SignOutAsync(Schemes.Patient);
}
