using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory;

internal static class DirectoryRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var session = app.MapApi("/session", "Session");
        session.MapGet("", GetSession.Handle).RequireAuthorization(Policies.Staff);
        session.MapPost("", SignIn.Handle).AllowAnonymous().WithMetadata(new WorksWhileLocked()).RequireRateLimiting(RateLimits.SignIn);
        session.MapPut("/role", SwitchRole.Handle).RequireAuthorization(Policies.Staff);
        session.MapDelete("", SignOut.Handle).AllowAnonymous().WithMetadata(new WorksWhileLocked());

        var directory = app.MapApi("", "Directory");
        directory.MapGet("/departments", ListDepartments.Handle).RequireAuthorization(Policies.Staff);
        directory.MapGet("/departments/{id:guid}/practitioners", ListColleagues.Handle).RequireAuthorization(Policies.Staff);
        directory.MapGet("/specialties", ListSpecialties.Handle).RequireAuthorization(Policies.Caregiver);
        directory.MapGet("/specialists", FindSpecialists.Handle).RequireAuthorization(Policies.Caregiver);
        directory.MapGet("/patients", SearchPatients.Handle).RequireAuthorization(Policies.Caregiver);
        directory.MapGet("/patients/{id:guid}", GetPatient.Handle).RequireAuthorization(Policies.Caregiver);
    }
}
