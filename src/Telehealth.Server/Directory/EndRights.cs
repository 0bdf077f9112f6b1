using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>Repeats what was done right after the commit, so that a node that died in between loses nothing.</summary>
internal sealed class EndRights(LiveAccess live) : IHandle<RightsEnded>
{
    public Task Handle(RightsEnded fact, CancellationToken cancellation) =>
        live.EndRoleAsync(fact.PractitionerId, fact.RoleId, LiveAccess.RoleEnded, fact.At, cancellation);
}
