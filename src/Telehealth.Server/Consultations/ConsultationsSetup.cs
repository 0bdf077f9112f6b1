namespace Telehealth.Consultations;

internal static class ConsultationsSetup
{
    public static void AddConsultations(this WebApplicationBuilder builder)
    {
        _ = builder;
    }

    public static void MapConsultations(this WebApplication app)
    {
        _ = app;
    }
}
