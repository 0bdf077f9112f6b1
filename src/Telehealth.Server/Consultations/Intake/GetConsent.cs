using Telehealth.Http;

namespace Telehealth.Consultations.Intake;

internal static class GetConsent
{
    public static Outcome<Consent> Handle() => Consent.Current();
}
