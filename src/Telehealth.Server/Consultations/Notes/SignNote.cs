using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Notes;

internal static class SignNote
{
    public static Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation) => StoredChange.ApplyAsync<ConsultationDetails>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
        if (consultation is null)
        {
            return ConsultationRefusals.NotFound;
        }

        var doctor = await db.Set<Practitioner>().AsNoTracking().SingleAsync(other => other.Id == staff.PractitionerId, cancellation);
        var site = await db.Set<Department>()
            .Where(department => department.Id == consultation.DepartmentId)
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => institution.Name)
            .SingleAsync(cancellation);
        var previousHash = await db.Set<NoteVersion>()
            .Where(version => version.ConsultationId == id)
            .OrderByDescending(version => version.Version)
            .Select(version => version.ContentHash)
            .FirstOrDefaultAsync(cancellation);
        var (signed, refusal) = consultation.Sign(
            request.AmendmentReason, doctor.Name, site, previousHash ?? "", clock.GetUtcNow());
        if (signed is null)
        {
            return refusal!;
        }

        db.Add(signed);
        if (await SaveOnceAsync(db, cancellation) is { } signedTwice)
        {
            return signedTwice;
        }
        return await reader.DetailsAsync(consultation, staff, cancellation);
    });

    /// <summary>Two clicks sign once: the second finds the version's number taken.</summary>
    private static async Task<Refusal?> SaveOnceAsync(TelehealthDb db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            return ConsultationRefusals.ChangedMeanwhile;
        }
    }

    public sealed record Request(string? AmendmentReason = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.AmendmentReason).MaximumLength(500);
    }
}
