using System.Security.Claims;

namespace Telehealth.Realtime;

/// <summary>Whether the user may see a department's queue and presence. The slice that knows registers it.</summary>
public delegate Task<bool> MayWatchDepartment(ClaimsPrincipal user, Guid departmentId, CancellationToken cancellation);

/// <summary>Whether the user may see who is present at all of the departments. The slice that knows registers it.</summary>
public delegate Task<bool> MayWatchPresence(ClaimsPrincipal user, IReadOnlyList<Guid> departmentIds, CancellationToken cancellation);

/// <summary>How many consultations practitioners have under way, and how many they can have. The slice that knows registers it.</summary>
public delegate Task<IReadOnlyList<(Guid PractitionerId, int Running, int Capacity)>> ReadLoads(
    IReadOnlyList<Guid> practitionerIds, CancellationToken cancellation);

/// <summary>The consultation's last chat sequence when the user takes part in it, else null. The slice that knows registers it.</summary>
public delegate Task<long?> OpenConsultation(ClaimsPrincipal user, Guid consultationId, CancellationToken cancellation);
