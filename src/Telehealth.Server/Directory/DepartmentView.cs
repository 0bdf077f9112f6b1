namespace Telehealth.Directory;

public sealed record DepartmentView(
    Guid Id, Guid InstitutionId, LocalizedName Institution, string Specialty, LocalizedName Name)
{
    internal static DepartmentView From(Department department, Institution institution) =>
        new(department.Id, department.InstitutionId, institution.Name, department.Specialty, department.Name);
}
