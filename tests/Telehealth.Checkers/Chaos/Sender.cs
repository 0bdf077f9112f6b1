using System.Net;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers.Chaos;

/// <summary>A clinic doctor who submits one case after the other, no faster than the run's faults come.</summary>
internal sealed class Sender(StaffBrowser browser, WitnessLog log)
{
    public async Task SubmitAsync(Guid id, CancellationToken cancellation)
    {
        var urgency = Chance.Between(2, 4);
        var answer = await browser.PostAsync($"/api/consultations/{id}/submit", new { departmentId = Clinic.Department, urgency }, cancellation);

        // Asked again after a lost answer, the case waits already.
        if (!answer.IsOk && !(answer.WasUnsure && answer.Status == HttpStatusCode.Conflict))
        {
            throw new InvalidOperationException($"A case was refused: {(int)answer.Status} {answer.Body}");
        }

        log.Write(new HistoryFact(WitnessKind.Joined) { Subject = id, By = browser.PractitionerId.ToString() });
    }
}
