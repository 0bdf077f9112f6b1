using Microsoft.Extensions.Options;
using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>Whose desk rings when for an urgent patient: who is available before who is busy, and those before who is away. Each answer
/// follows from the rows and presences alone, so that all nodes give the same and nothing has to be kept.</summary>
internal sealed class Ringing(IPresenceStore presence, IOptions<RingingOptions> options)
{
    private readonly RingingOptions _options = options.Value;

    /// <summary>Of the rows that ring at all: when they do at this doctor's desk.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ForAsync(
        Guid departmentId, Guid practitionerId, IEnumerable<Consultation> rows, CancellationToken cancellation)
    {
        var urgent = rows.Where(row => row.Urgency <= _options.LeastUrgency).ToList();
        if (urgent.Count == 0)
        {
            return new Dictionary<Guid, DateTimeOffset>();
        }

        var (entries, refusal) = await presence.ListAsync(PresenceScope.Department(departmentId), cancellation);
        // Nobody knows who is here: better everybody than nobody.
        var present = refusal is null ? entries.Where(entry => entry.State != PresenceState.Offline).ToList() : [];
        return urgent.ToDictionary(row => row.Id, row => row.NamedDoctorId == practitionerId || refusal is not null
            ? SinceOf(row)
            : SinceOf(row) + DelayOf(row, practitionerId, present));
    }

    private static DateTimeOffset SinceOf(Consultation row) => row.AskedSince ?? row.QueuedAt!.Value;

    private TimeSpan DelayOf(Consultation row, Guid practitionerId, List<PresenceEntry> present)
    {
        var own = OrderOf(present.FirstOrDefault(entry => entry.MemberId == practitionerId), practitionerId, row);
        var before = present.Count(entry =>
            entry.MemberId != practitionerId && OrderOf(entry, entry.MemberId, row).CompareTo(own) < 0);
        var everybodyAfter = TimeSpan.FromSeconds(_options.EverybodyAfterSeconds);
        var delay = before * _options.StepOf(row.Urgency);
        return delay < everybodyAfter ? delay : everybodyAfter;
    }

    /// <summary>Among equals each patient has an order of their own, so that no doctor is always the first. Who reads the queue is here,
    /// even when the presence is a moment late.</summary>
    private static (int Rank, ulong Turn) OrderOf(PresenceEntry? entry, Guid memberId, Consultation row) => (
        entry is null
            ? PresenceRules.Rank(PresenceState.Away, 0, 0)
            : PresenceRules.Rank(entry.State, entry.Load, entry.Capacity),
        RandomBitsOf(memberId) ^ RandomBitsOf(row.Id));

    private static ulong RandomBitsOf(Guid id) => BitConverter.ToUInt64(id.ToByteArray(), 8);
}
