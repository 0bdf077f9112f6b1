using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class AccountRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var mine = app.MapApi("/sessions", "Session");
        mine.MapGet("", ListMySessions.Handle).RequireAuthorization(Policies.Staff);
        mine.MapDelete("", EndMyOtherSessions.Handle).RequireAuthorization(Policies.Staff);
        mine.MapDelete("/{id:guid}", EndMySession.Handle).RequireAuthorization(Policies.Staff);

        var people = app.MapApi("/admin/practitioners/{id:guid}", "Accounts");
        people.MapGet("/sessions", ListSessionsOf.Handle).RequireAuthorization(Policies.Administrator);
        people.MapDelete("/sessions", EndSessionsOf.Handle).RequireAuthorization(Policies.Administrator);
    }
}
