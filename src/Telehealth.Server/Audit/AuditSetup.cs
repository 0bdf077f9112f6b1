using Telehealth.Storage;

namespace Telehealth.Audit;

internal static class AuditSetup
{
    public static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AuditTrail>();
        builder.Services.AddScoped(provider => new LastWords(provider.GetRequiredService<AuditTrail>().Take));
    }
}
