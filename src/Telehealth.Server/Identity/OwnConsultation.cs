using Telehealth.Http;

namespace Telehealth.Identity;

/// <summary>
/// The patient's page names the consultation it shows. One telephone serves a family, and when another tab has confirmed another
/// invitation since, the cookie is that one's: then nothing is read and nothing is written.
/// </summary>
internal static class OwnConsultation
{
    public const string Header = "X-Telehealth-Consultation";

    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var named = invocation.HttpContext.Request.Headers[Header].ToString();
        var own = CurrentPatient.From(invocation.HttpContext.User)?.ConsultationId;
        return named.Length == 0 || (Guid.TryParse(named, out var shown) && shown == own)
            ? next(invocation)
            : new ValueTask<object?>((Outcome)IdentityRefusals.OtherConsultation);
    }
}
