using Telehealth.Audit;
using Telehealth.Consultations;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Operations;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth;

/// <summary>What a process has beside rooms. A media process has nothing of this: no database, no cookies, no data of patients.</summary>
internal static class ServerRoles
{
    public static bool ServesPages(this WebApplicationBuilder builder) =>
        NodeAddresses.RoleOf(builder.Configuration) != NodeRole.Media;

    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.AddHttp();
        builder.AddStorage();
        builder.AddIdentity();
        builder.AddAudit();
        builder.AddRealtime();
        builder.AddDirectory();
        builder.AddConsultations();
        builder.AddOperations();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRealtime();
        app.MapDirectory();
        app.MapConsultations();
        app.MapOperations();
        app.MapApiDocument();
    }
}
