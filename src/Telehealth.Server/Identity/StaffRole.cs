namespace Telehealth.Identity;

public enum StaffRole
{
    Specialist,
    ClinicDoctor,
    Pharmacist,
    Coordinator,
    Administrator,
}
