namespace Telehealth.Directory;

public sealed record PatientListItem(Guid Id, string Name, Gender Gender, DateOnly BirthDate, int Age, string Village)
{
    internal static PatientListItem From(Patient patient, DateTimeOffset now) =>
        new(patient.Id, patient.Name, patient.Gender, patient.BirthDate, patient.AgeAt(now), patient.Village);
}

public sealed record PatientRecord(
    Guid Id,
    string Name,
    Gender Gender,
    DateOnly BirthDate,
    int Age,
    string Village,
    string PhoneMasked,
    IReadOnlyList<CodedText> Conditions,
    IReadOnlyList<CodedText> Allergies,
    IReadOnlyList<MedicationLine> Medications,
    IReadOnlyList<EarlierPrescription> EarlierPrescriptions)
{
    internal static PatientRecord From(Patient patient, DateTimeOffset now) => new(
        patient.Id,
        patient.Name,
        patient.Gender,
        patient.BirthDate,
        patient.AgeAt(now),
        patient.Village,
        Mask(patient.Phone),
        patient.Conditions,
        patient.Allergies,
        patient.Medications,
        patient.EarlierPrescriptions);

    private static string Mask(string phone) =>
        phone.Length < 7 ? "****" : string.Concat(phone.AsSpan(0, 3), "****", phone.AsSpan(phone.Length - 4));
}
