using Telehealth.Consultations.Intake;

namespace Telehealth.Consultations.Triage;

public enum RedFlagReason
{
    Reported,
    VitalSigns,
}

public sealed record RedFlagHit(RedFlag Flag, RedFlagReason Because);

/// <summary>Which red flags are up, and the least urgency they demand (Chinese four-level scale, 1 red to 4 green).</summary>
internal sealed record Assessment(int Urgency, IReadOnlyList<RedFlagHit> Hits)
{
    public const int LeastUrgent = 4;

    public static Assessment Of(Complaint complaint, VitalSigns vitalSigns, DateOnly birthDate, DateOnly today)
    {
        var ageMonths = AgeMonths(birthDate, today);
        var symptoms = complaint.Symptoms.ToHashSet();
        var reported = complaint.RedFlags.Distinct().Select(RedFlagList.Find).OfType<RedFlag>()
            .Select(flag => new RedFlagHit(flag, RedFlagReason.Reported));
        var measured = VitalSignRule.All.Where(rule => rule.Applies(vitalSigns, ageMonths, symptoms))
            .Select(rule => new RedFlagHit(RedFlagList.Find(rule.FlagId)!, RedFlagReason.VitalSigns));
        var hits = reported.Concat(measured)
            .DistinctBy(hit => hit.Flag.Id)
            .OrderBy(hit => hit.Flag.Tier)
            .ThenBy(hit => hit.Flag.Id, StringComparer.Ordinal)
            .ToArray();
        return new Assessment(hits.Select(hit => hit.Flag.Tier).DefaultIfEmpty(LeastUrgent).Min(), hits);
    }

    private static int AgeMonths(DateOnly birthDate, DateOnly today) =>
        ((today.Year - birthDate.Year) * 12) + today.Month - birthDate.Month - (today.Day < birthDate.Day ? 1 : 0);
}
