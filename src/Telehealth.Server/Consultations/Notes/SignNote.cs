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

        if (await FindSignedAsync(db, id, request, cancellation) is { } before)
        {
            if (!IsRepeated(request, before))
            {
                return ConsultationRefusals.NoteAlreadySigned;
            }

            // Read before the other click's signature, the row may be older than the version just found.
            await db.Entry(consultation).ReloadAsync(cancellation);
            return await reader.DetailsAsync(consultation, staff, cancellation);
        }

        var (doctor, site) = await SignerAsync(db, consultation, staff, cancellation);
        var previousHash = await db.Set<NoteVersion>()
            .Where(version => version.ConsultationId == id)
            .OrderByDescending(version => version.Version)
            .Select(version => version.ContentHash)
            .FirstOrDefaultAsync(cancellation);
        var (signed, refusal) = consultation.Sign(
            request.Text, request.Version, request.AmendmentReason, doctor, site, previousHash ?? "", clock.GetUtcNow());
        if (signed is null)
        {
            return refusal!;
        }

        db.Add(signed);
        await SaveOnceAsync(db, id, request, cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    });

    private static Task<NoteVersion?> FindSignedAsync(
        TelehealthDb db, Guid id, Request request, CancellationToken cancellation) =>
        db.Set<NoteVersion>().AsNoTracking()
            .SingleOrDefaultAsync(version => version.ConsultationId == id && version.Version == request.Version, cancellation);

    /// <summary>A second click, or the first one whose answer was lost on the way.</summary>
    private static bool IsRepeated(Request request, NoteVersion signed) =>
        request.Text.IsSameAs(signed.Text)
        && (signed.AmendmentReason is null || signed.AmendmentReason == request.AmendmentReason?.Trim());

    private static async Task<(LocalizedName Doctor, LocalizedName Institution)> SignerAsync(
        TelehealthDb db, Consultation consultation, CurrentStaff staff, CancellationToken cancellation)
    {
        var doctor = await db.Set<Practitioner>().AsNoTracking().SingleAsync(other => other.Id == staff.PractitionerId, cancellation);
        var site = await db.Set<Department>()
            .Where(department => department.Id == consultation.DepartmentId)
            .Join(
                db.Set<Institution>(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => institution.Name)
            .SingleAsync(cancellation);
        return (doctor.Name, site);
    }

    /// <summary>Of two clicks at the same time the second finds the version's number taken, and reads what the first one did.</summary>
    private static async Task SaveOnceAsync(TelehealthDb db, Guid id, Request request, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            if (await FindSignedAsync(db, id, request, cancellation) is null)
            {
                throw;
            }

            throw new DbUpdateConcurrencyException("The version is signed already.", exception);
        }
    }

    /// <param name="Text">What the doctor saw when signing.</param>
    /// <param name="Version">The one that this signature makes.</param>
    public sealed record Request(NoteText Text, int Version, string? AmendmentReason = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Text).SetValidator(new NoteTextValidator());
            RuleFor(request => request.Version).GreaterThan(0);
            RuleFor(request => request.AmendmentReason).MaximumLength(500);
        }
    }
}
