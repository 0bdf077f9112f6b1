namespace Telehealth.Directory;

/// <summary>What an institution may do with the others it shares a consortium or an agreement with.</summary>
internal sealed class ConsortiumPlace(
    Guid own, DateTimeOffset now, IReadOnlyDictionary<Guid, InstitutionTier> tiers, IReadOnlyList<Agreement> agreements)
{
    public required IReadOnlyList<Joined> Consortia { get; init; }

    public IEnumerable<Guid> Others => Consortia
        .SelectMany(joined => joined.Members.Select(member => member.InstitutionId))
        .Concat(agreements.Select(agreement => agreement.ToInstitutionId))
        .Where(institution => institution != own)
        .Distinct();

    /// <summary>Those that some rule or agreement speaks of alone.</summary>
    public IEnumerable<string> Specialties => Consortia
        .SelectMany(joined => joined.Rules.Select(rule => rule.Specialty).Append(joined.Consortium.Specialty))
        .Concat(agreements.Select(agreement => agreement.Specialty))
        .OfType<string>()
        .Distinct();

    /// <summary>An agreement suffices by itself, a model may ask for one besides.</summary>
    public bool Allows(ConsortiumAct act, Guid to, string? specialty)
    {
        var isAgreed = agreements.Any(agreement => agreement.ToInstitutionId == to && agreement.Covers(act, specialty, now));
        return isAgreed || Consortia.Any(joined => joined.Members.Any(member => member.InstitutionId == to)
            && RulesOf(joined, act).Any(rule => !rule.NeedsAgreement && Fits(rule, joined, to, specialty)));
    }

    /// <summary>A consortium's own rules of an act stand in the place of its model's.</summary>
    private static IEnumerable<ActRule> RulesOf(Joined joined, ConsortiumAct act)
    {
        var written = joined.Rules.Where(rule => rule.Act == act).Select(rule => new ActRule(
            rule.Act, rule.FromTier, rule.ToTier, rule.OnlyLed, rule.NeedsAgreement, false, rule.Specialty)).ToList();
        return written.Count > 0 ? written : ConsortiumModels.Of(joined.Consortium.Kind).Where(rule => rule.Act == act);
    }

    private bool Fits(ActRule rule, Joined joined, Guid to, string? specialty)
    {
        var bound = rule.OwnSpecialty ? joined.Consortium.Specialty ?? "" : rule.Specialty;
        return (rule.From is null || rule.From == tiers[own])
            && (rule.To is null || rule.To == tiers[to])
            && (bound is null || bound == specialty)
            && (!rule.OnlyLed || joined.Leads(own, to) || joined.Leads(to, own));
    }

    internal sealed record Joined(
        Consortium Consortium, IReadOnlyList<ConsortiumMember> Members, IReadOnlyList<ConsortiumRule> Rules)
    {
        /// <summary>Directly or over others; a circle in the data ends the search.</summary>
        public bool Leads(Guid leader, Guid led)
        {
            var passed = new HashSet<Guid>();
            for (var at = LeaderOf(led); at is { } next && passed.Add(next); at = LeaderOf(next))
            {
                if (next == leader)
                {
                    return true;
                }
            }

            return false;
        }

        private Guid? LeaderOf(Guid institution) =>
            Members.FirstOrDefault(member => member.InstitutionId == institution)?.LedById;
    }
}
