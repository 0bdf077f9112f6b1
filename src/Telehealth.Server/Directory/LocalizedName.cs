namespace Telehealth.Directory;

public sealed record LocalizedName(string Zh, string En);

/// <summary>A diagnosis, substance or drug as it was written down, with its code when there is one.</summary>
public sealed record CodedText(string? Code, string Text);

public sealed record MedicationLine(string Text, string Dosage, DateOnly? Since);

public sealed record EarlierPrescription(DateOnly IssuedOn, LocalizedName Institution, IReadOnlyList<MedicationLine> Lines);
