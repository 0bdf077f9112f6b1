using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>How near the institutions of its consortia are to one of them: itself, then each tier upwards beginning with those that
/// lead it, then the smaller ones.</summary>
internal sealed class Neighbourhood
{
    private const int Smaller = 100;

    private readonly Institution _own;
    private readonly HashSet<Guid> _leaders = [];

    private Neighbourhood(Institution own, ILookup<Guid, Guid> leaders)
    {
        _own = own;
        var next = new Queue<Guid>([own.Id]);
        while (next.TryDequeue(out var institution))
        {
            foreach (var leader in leaders[institution].Where(_leaders.Add))
            {
                next.Enqueue(leader);
            }
        }
    }

    public static async Task<Neighbourhood> OfAsync(
        TelehealthDb db, Guid institutionId, DateTimeOffset now, CancellationToken cancellation)
    {
        var own = await db.Set<Institution>().AsNoTracking().SingleAsync(institution => institution.Id == institutionId, cancellation);
        var consortia = ConsortiumRules.CurrentMembers(db, now)
            .Where(member => member.InstitutionId == institutionId)
            .Select(member => member.ConsortiumId);
        var led = await ConsortiumRules.CurrentMembers(db, now).AsNoTracking()
            .Where(member => consortia.Contains(member.ConsortiumId) && member.LedById != null)
            .Select(member => new { member.InstitutionId, member.LedById })
            .ToListAsync(cancellation);
        return new Neighbourhood(own, led.ToLookup(member => member.InstitutionId, member => member.LedById!.Value));
    }

    /// <summary>Smaller is nearer.</summary>
    public int DistanceOf(Institution institution)
    {
        if (institution.Id == _own.Id)
        {
            return 0;
        }

        var tiers = institution.Tier - _own.Tier;
        return (tiers >= 0 ? 2 * (1 + tiers) : Smaller - (2 * tiers)) - (_leaders.Contains(institution.Id) ? 1 : 0);
    }
}
