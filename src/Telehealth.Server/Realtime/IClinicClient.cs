using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>What the server tells browsers at <c>/hubs/clinic</c>: what to read again over HTTP, never patient data.</summary>
public interface IClinicClient
{
    Task QueueChanged(Guid departmentId);

    Task PresenceChanged(Guid departmentId, Guid practitionerId, PresenceState state);

    Task ConsultationChanged(Guid consultationId);

    Task MessagePosted(Guid consultationId, long sequence);
}
