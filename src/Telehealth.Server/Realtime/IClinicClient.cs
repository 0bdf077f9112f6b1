namespace Telehealth.Realtime;

/// <summary>What the server tells browsers at <c>/hubs/clinic</c>: what to read again over HTTP, never patient data.</summary>
public interface IClinicClient
{
    Task QueueChanged(Guid departmentId);

    /// <summary>The newest of each practitioner who changed.</summary>
    Task PresencesChanged(Guid departmentId, IReadOnlyList<DepartmentPresence> changes);

    /// <summary>Once for each place in a queue; the consultation says since when.</summary>
    Task TurnNear(Guid consultationId);

    Task ConsultationChanged(Guid consultationId);

    Task MessagePosted(Guid consultationId, long sequence);

    /// <summary>The session or the role in which this connection was opened is over; the connection is cut right after.</summary>
    Task AccessChanged(string code);

    /// <summary>What happens at other nodes cannot be heard now, or can again.</summary>
    Task LiveUpdatesDelayed(bool delayed);

    /// <summary>News were lost: read again what is shown, at a moment of chance within so many seconds.</summary>
    Task ReadAgain(int withinSeconds);

    /// <summary>This node stops: connect anew, at a moment of chance within so many seconds.</summary>
    Task GoingAway(int withinSeconds);
}
