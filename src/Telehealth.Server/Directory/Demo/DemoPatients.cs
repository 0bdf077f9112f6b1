using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telehealth.Directory.Demo;

/// <summary>Twenty invented people; no name, number or record belongs to anybody.</summary>
internal static class DemoPatients
{
    private const string Resource = "Telehealth.Directory.Demo.patients.json";

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Patient[] Read()
    {
        using var stream = typeof(DemoPatients).Assembly.GetManifestResourceStream(Resource)!;
        var rows = JsonSerializer.Deserialize<Row[]>(stream, _options)!;
        return [.. rows.Select((row, index) => row.ToPatient(index + 1))];
    }

    private static LocalizedName SiteName(int site) =>
        DemoSites.Institutions.Single(institution => institution.Id == DemoIds.Institution(site)).Name;

    private sealed record Row(
        string Name,
        Gender Gender,
        DateOnly BirthDate,
        string Village,
        string Phone,
        int Site,
        Guardian? Guardian,
        CodedText[] Conditions,
        CodedText[] Allergies,
        MedicationLine[] Medications,
        PrescriptionRow[] EarlierPrescriptions)
    {
        public Patient ToPatient(int number) => new()
        {
            Id = DemoIds.Patient(number),
            Name = Name,
            Gender = Gender,
            BirthDate = BirthDate,
            Village = Village,
            Phone = Phone,
            InstitutionId = DemoIds.Institution(Site),
            Guardian = Guardian,
            Conditions = Conditions,
            Allergies = Allergies,
            Medications = Medications,
            EarlierPrescriptions = [.. EarlierPrescriptions.Select(prescription =>
                new EarlierPrescription(prescription.IssuedOn, SiteName(prescription.Site), prescription.Lines))],
        };
    }

    private sealed record PrescriptionRow(DateOnly IssuedOn, int Site, MedicationLine[] Lines);
}
