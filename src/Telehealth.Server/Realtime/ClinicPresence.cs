using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;
using Telehealth.Identity;

namespace Telehealth.Realtime;

/// <summary>Turns a tab's heartbeats into presence: staff at the department of their active role, everybody at the consultations
/// they have open.</summary>
internal sealed class ClinicPresence(IPresenceStore store, ClinicNotifications notifications)
{
    public async Task<Refusal?> BeatAsync(HubCallerContext tab, IEnumerable<Guid> consultations)
    {
        Refusal? refusal = null;
        if (DepartmentOf(tab) is { } desk)
        {
            refusal = Tell(await store.BeatAsync(desk.Scope, desk.PractitionerId, tab.ConnectionId, tab.ConnectionAborted));
        }

        var patient = SpeaksAsPatient(tab) ? CurrentPatient.From(tab.User) : null;
        var open = patient is null ? consultations : consultations.Append(patient.ConsultationId);
        if ((patient?.PatientId ?? CurrentStaff.From(tab.User)?.PractitionerId) is { } member)
        {
            foreach (var consultation in open.Distinct())
            {
                var scope = PresenceScope.Consultation(consultation);
                refusal ??= Tell(await store.BeatAsync(scope, member, tab.ConnectionId, tab.ConnectionAborted));
            }
        }

        return refusal;
    }

    public async Task<Refusal?> ChooseAsync(HubCallerContext tab, PresenceState state)
    {
        if (state is not (PresenceState.Available or PresenceState.Busy or PresenceState.Away))
        {
            return RealtimeRefusals.PresenceInvalid;
        }

        if (DepartmentOf(tab) is not { } desk)
        {
            return RealtimeRefusals.PresenceNotAllowed;
        }

        return Tell(await store.BeatAsync(desk.Scope, desk.PractitionerId, tab.ConnectionId, tab.ConnectionAborted))
            ?? Tell(await store.ChooseAsync(desk.Scope, desk.PractitionerId, state, tab.ConnectionAborted));
    }

    /// <summary>A browser can hold both cookies; then the patient's page says <c>?as=patient</c>, and without it staff are meant.</summary>
    private static bool SpeaksAsPatient(HubCallerContext tab) =>
        CurrentStaff.From(tab.User) is null || tab.GetHttpContext()?.Request.Query["as"].ToString() == "patient";

    private static (PresenceScope Scope, Guid PractitionerId)? DepartmentOf(HubCallerContext tab) =>
        !SpeaksAsPatient(tab) && CurrentStaff.From(tab.User) is { DepartmentId: { } department } staff
            ? (PresenceScope.Department(department), staff.PractitionerId)
            : null;

    private Refusal? Tell((IReadOnlyList<PresenceChange> Changes, Refusal? Refusal) answer)
    {
        notifications.PresenceChanged(answer.Changes);
        return answer.Refusal;
    }
}
