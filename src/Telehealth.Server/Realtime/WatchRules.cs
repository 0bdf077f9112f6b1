using System.Security.Claims;

namespace Telehealth.Realtime;

/// <summary>Whether the user may see a department's queue and presence. The slice that knows registers it.</summary>
public delegate Task<bool> MayWatchDepartment(ClaimsPrincipal user, Guid departmentId, CancellationToken cancellation);

/// <summary>The consultation's last chat sequence when the user takes part in it, else null. The slice that knows registers it.</summary>
public delegate Task<long?> OpenConsultation(ClaimsPrincipal user, Guid consultationId, CancellationToken cancellation);
