namespace Telehealth.Realtime;

/// <summary>What the server tells browsers at <c>/hubs/clinic</c>: what to read again over HTTP, never patient data.</summary>
public interface IClinicClient
{
    Task QueueChanged(Guid departmentId);

    /// <summary>The newest of each practitioner who changed.</summary>
    Task PresencesChanged(Guid departmentId, IReadOnlyList<DepartmentPresence> changes);

    Task ConsultationChanged(Guid consultationId);

    Task MessagePosted(Guid consultationId, long sequence);
}
