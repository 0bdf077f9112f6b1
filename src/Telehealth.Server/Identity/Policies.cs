using Microsoft.AspNetCore.Authorization;

namespace Telehealth.Identity;

/// <summary>Who may use an endpoint; whether this patient or case is theirs is the slice's own question.</summary>
internal static class Policies
{
    public const string Staff = "staff";
    public const string Specialist = "specialist";
    public const string ClinicDoctor = "clinic-doctor";
    public const string Coordinator = "coordinator";
    public const string Pharmacist = "pharmacist";
    public const string Administrator = "administrator";
    public const string Patient = "patient";

    /// <summary>Who watches and drains the nodes; sees no patient.</summary>
    public const string Operator = "operator";

    /// <summary>Staff who work with patients' records.</summary>
    public const string Caregiver = "caregiver";

    /// <summary>Staff or patient.</summary>
    public const string Participant = "participant";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Staff, policy => policy.AddAuthenticationSchemes(Schemes.Staff).RequireAuthenticatedUser());
        options.AddPolicy(Patient, policy => policy.AddAuthenticationSchemes(Schemes.Patient).RequireAuthenticatedUser());
        options.AddPolicy(
            Participant,
            policy => policy.AddAuthenticationSchemes(Schemes.Staff, Schemes.Patient).RequireAuthenticatedUser());
        AddRoles(options, Caregiver, StaffRole.Specialist, StaffRole.ClinicDoctor, StaffRole.Coordinator);
        AddRoles(options, Specialist, StaffRole.Specialist);
        AddRoles(options, ClinicDoctor, StaffRole.ClinicDoctor);
        AddRoles(options, Coordinator, StaffRole.Coordinator);
        AddRoles(options, Pharmacist, StaffRole.Pharmacist);
        AddRoles(options, Administrator, StaffRole.Administrator);
        AddRoles(options, Operator, StaffRole.Administrator);
    }

    private static void AddRoles(AuthorizationOptions options, string name, params StaffRole[] roles) =>
        options.AddPolicy(name, policy => policy
            .AddAuthenticationSchemes(Schemes.Staff)
            .RequireAuthenticatedUser()
            .RequireClaim(SessionClaims.Role, roles.Select(role => role.ToString())));
}
