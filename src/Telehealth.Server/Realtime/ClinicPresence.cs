using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;
using Telehealth.Identity;

namespace Telehealth.Realtime;

/// <summary>Turns a tab's heartbeats into presence: staff at the department of their active role, everybody at the consultations
/// they have open.</summary>
internal sealed class ClinicPresence(
    IPresenceStore store, ClinicNotifications notifications, PresenceArrivals arrivals, TimeProvider clock)
{
    public async Task<Refusal?> BeatAsync(HubCallerContext tab, IEnumerable<Guid> consultations)
    {
        var desk = DepartmentOf(tab);
        var patient = SpeaksAsPatient(tab) ? CurrentPatient.From(tab.User) : null;
        var open = patient is null ? consultations : consultations.Append(patient.ConsultationId);
        var places = open.Order().Select(PresenceScope.Consultation).ToList();
        if (desk is { } department)
        {
            places.Insert(0, department.Scope);
        }

        // Who was somewhere is told to have left, though nothing is left to be at.
        var wasSomewhere = tab.Items.Remove(typeof(PresenceScope));
        if (places.Count > 0)
        {
            tab.Items[typeof(PresenceScope)] = true;
        }
        else if (!wasSomewhere)
        {
            return null;
        }

        var member = patient?.PatientId ?? CurrentStaff.From(tab.User)?.PractitionerId;
        if (member is null)
        {
            return null;
        }

        HubMeters.Beat();
        var answer = await store.BeatAsync(
            new PresenceBeat(member.Value, tab.ConnectionId, places, ChoiceOf(tab)), tab.ConnectionAborted);
        notifications.PresenceChanged(answer.Changes);
        if (answer.HasArrived && desk is not null)
        {
            arrivals.Note(member.Value);
        }

        return answer.Refusal;
    }

    /// <summary>Kept with the tab, so that every further beat says it again.</summary>
    public async Task<Refusal?> ChooseAsync(HubCallerContext tab, PresenceState state, IEnumerable<Guid> consultations)
    {
        if (state is not (PresenceState.Available or PresenceState.Busy or PresenceState.Away))
        {
            return RealtimeRefusals.PresenceInvalid;
        }

        if (DepartmentOf(tab) is null)
        {
            return RealtimeRefusals.PresenceNotAllowed;
        }

        // Two choices in one millisecond still have an order.
        var (shared, away) = await store.NowAsync(tab.ConnectionAborted);
        var now = away is null ? shared : clock.GetUtcNow();
        var at = ChoiceOf(tab) is { } last && last.At >= now ? last.At.AddMilliseconds(1) : now;
        tab.Items[typeof(PresenceChoice)] = new PresenceChoice(state, at);
        return await BeatAsync(tab, consultations);
    }

    private static PresenceChoice? ChoiceOf(HubCallerContext tab) =>
        tab.Items.TryGetValue(typeof(PresenceChoice), out var choice) ? (PresenceChoice?)choice : null;

    /// <summary>A browser can hold both cookies; then the patient's page says <c>?as=patient</c>, and without it staff are meant.</summary>
    private static bool SpeaksAsPatient(HubCallerContext tab) =>
        CurrentStaff.From(tab.User) is null || tab.GetHttpContext()?.Request.Query["as"].ToString() == "patient";

    private static (PresenceScope Scope, Guid PractitionerId)? DepartmentOf(HubCallerContext tab) =>
        !SpeaksAsPatient(tab) && CurrentStaff.From(tab.User) is { DepartmentId: { } department } staff
            ? (PresenceScope.Department(department), staff.PractitionerId)
            : null;
}
