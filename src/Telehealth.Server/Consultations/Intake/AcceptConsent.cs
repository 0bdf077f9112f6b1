using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Intake;

internal static class AcceptConsent
{
    public static Task<Outcome<MyConsultation>> Handle(
        Request request,
        CurrentPatient patient,
        TelehealthDb db,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation) => StoredChange.ApplyAsync<MyConsultation>(db, async () =>
    {
        if (request.Version != Consent.Current().Version)
        {
            return ConsultationRefusals.ConsentOutdated;
        }

        var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
        if (consultation.ConsentVersion != request.Version)
        {
            var now = clock.GetUtcNow();
            consultation.AcceptConsent(request.Version, now);
            db.Add(new ConsentAcceptance
            {
                Id = Guid.CreateVersion7(now),
                ConsultationId = consultation.Id,
                Version = request.Version,
                Language = request.Language,
                AcceptedAt = now,
            });
            await db.SaveChangesAsync(cancellation);
        }

        return await reader.MineAsync(consultation, cancellation);
    });

    public sealed record Request(string Version, string Language);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Version).NotEmpty().MaximumLength(20);
            RuleFor(request => request.Language).Must(language => language is "zh" or "zh-CN" or "en").WithErrorCode("unknown");
        }
    }
}
