using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

/// <summary>A place where somebody is signed in, as its holder or an administrator sees it.</summary>
/// <param name="IsCurrent">The one that asks.</param>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="Device">Browser and system; empty when the browser does not say.</param>
public sealed record OpenSession(
    Guid Id,
    bool IsCurrent,
    SignInMethod Method,
    StaffRole Role,
    LocalizedName Institution,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    bool IsLocked,
    bool IsSharedComputer,
    string Address,
    string Device);
