using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Intake;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class ListQueue
{
    private const int MaxReasonLength = 120;

    public static async Task<Outcome<QueueEntryView[]>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        QueuePlaces places,
        ConsultationReader reader,
        Ringing ringing,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (staff.DepartmentId != id)
        {
            return ConsultationRefusals.DepartmentNotFound;
        }

        var now = clock.GetUtcNow();
        var (rows, positions) = await places.OrderForAsync(id, staff.PractitionerId, cancellation);
        var patientIds = rows.ConvertAll(row => row.PatientId);
        var patients = await db.Set<Patient>().AsNoTracking()
            .Where(patient => patientIds.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, cancellation);
        var siteIds = rows.ConvertAll(row => row.RequestingInstitutionId);
        var sites = await db.Set<Institution>().AsNoTracking()
            .Where(site => siteIds.Contains(site.Id)).ToDictionaryAsync(site => site.Id, cancellation);

        var online = await reader.PatientsOnlineAsync(rows, cancellation);
        var rings = await ringing.ForAsync(id, staff.PractitionerId, rows, cancellation);
        var entries = new List<QueueEntryView>();
        foreach (var (row, position) in rows.Zip(positions))
        {
            var patient = patients[row.PatientId];
            entries.Add(new QueueEntryView(
                row.Id,
                position.Place,
                patient.Name,
                patient.Gender,
                patient.AgeAt(now),
                row.Urgency,
                row.Kind,
                ReasonOf(row),
                row.Assess(patient.BirthDate, ChinaDate.Of(now)).Hits.Count,
                row.QueuedAt!.Value,
                position.Score,
                position.Ahead,
                row.NamedDoctorId is not null,
                online?.Contains(row.Id),
                rings.TryGetValue(row.Id, out var ringsAt) ? Math.Max(0, (int)Math.Ceiling((ringsAt - now).TotalSeconds)) : null,
                sites[row.RequestingInstitutionId].Name));
        }

        return entries.ToArray();
    }

    /// <summary>The patient's words, or else the names of what was tapped.</summary>
    public static string ReasonOf(Consultation consultation)
    {
        var text = string.Join(' ', consultation.Complaint.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length == 0)
        {
            text = string.Join('、', SymptomList.All
                .Where(symptom => consultation.Complaint.Symptoms.Contains(symptom.Code))
                .Select(symptom => symptom.Name.Zh));
        }

        return text.Length <= MaxReasonLength ? text : string.Concat(text.AsSpan(0, MaxReasonLength), "…");
    }
}
