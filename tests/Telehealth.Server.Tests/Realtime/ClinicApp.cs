using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Identity;

namespace Telehealth.Realtime;

/// <summary>The server with watch rights that a test sees through: one's own department, one's own consultation.</summary>
public sealed class ClinicApp : TelehealthApp
{
    public const long LastSequence = 7;

    public ClinicApp() => AddServices = services =>
    {
        services.AddSingleton<MayWatchDepartment>((user, department, _) =>
            Task.FromResult(CurrentStaff.From(user)?.DepartmentId == department));
        services.AddSingleton<MayWatchPresence>((user, departments, _) =>
            Task.FromResult(CurrentStaff.From(user) is not null && !departments.Contains(Guid.Empty)));
        services.AddSingleton<OpenConsultation>((user, consultation, _) =>
            Task.FromResult<long?>(CurrentPatient.From(user)?.ConsultationId == consultation ? LastSequence : null));
    };

    public ClinicNotifications Notifications => Services.GetRequiredService<ClinicNotifications>();

    public IPresenceStore Presence => Services.GetRequiredService<IPresenceStore>();

    /// <summary>A staff member's tab, connected and listening.</summary>
    public async Task<(ClinicTab Tab, SessionView Session)> OpenDeskAsync(string userName)
    {
        var client = await SignInAsync(userName);
        var session = await client.GetAsync<SessionView>("/api/session");
        return (await ClinicTab.OpenAsync(HubOf(client, "/hubs/clinic")), session);
    }

    /// <summary>The tab of a patient whose invitation was confirmed.</summary>
    public async Task<ClinicTab> OpenWaitingRoomAsync(Guid patientId, Guid consultationId) =>
        await ClinicTab.OpenAsync(Hub("/hubs/clinic", PatientCookie(patientId, consultationId), "http://localhost"));

    public string PatientCookie(Guid patientId, Guid consultationId)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Schemes.Patient);
        var properties = new AuthenticationProperties { ExpiresUtc = Clock.GetUtcNow().AddDays(1), IssuedUtc = Clock.GetUtcNow() };
        var ticket = new AuthenticationTicket(
            new CurrentPatient(patientId, consultationId).ToPrincipal(), properties, Schemes.Patient);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    public HubConnection Hub(string path, string cookie, string origin)
    {
        var sockets = Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            request.Headers.Cookie = cookie;
            request.Headers.Origin = origin;
        };
        return HubClient.Create(
            new Uri(Server.BaseAddress, path), (target, cancellation) => sockets.ConnectAsync(target, cancellation));
    }
}
