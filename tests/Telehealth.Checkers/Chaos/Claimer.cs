using Telehealth.Consultations;
using Telehealth.Consultations.Chat;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers.Chaos;

/// <summary>A specialist who calls the next, writes a line, and ends or hands back.</summary>
internal sealed class Claimer(StaffBrowser browser, WitnessLog log, ClaimPace pace)
{
    private const int HandBackPercent = 8;

    /// <summary>Taken in a hurry, to be treated afterwards.</summary>
    private readonly Queue<Guid> _later = new();

    private string Name => browser.PractitionerId.ToString();

    public async Task WorkAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await pace.WaitAsync(cancellation);
                while (!pace.IsHurried && _later.TryDequeue(out var patient))
                {
                    await TreatAsync(patient, cancellation);
                }

                if (await TakeAsync(cancellation) is { } id)
                {
                    _later.Enqueue(id);
                }
                else if (pace.IsOver)
                {
                    return;
                }
                else
                {
                    await Chance.PauseAsync(100, 400, cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The run was given up.
        }
    }

    /// <summary>The next patient, now in treatment; null when nobody waits.</summary>
    public async Task<Guid?> TakeAsync(CancellationToken cancellation)
    {
        var click = Guid.CreateVersion7();
        var asked = WitnessLog.Now;
        var path = $"/api/departments/{Clinic.Department}/queue/next";
        var answer = await pace.ClaimAsync(() => browser.PostAsync(path, new { requestId = click }, cancellation));
        if (!answer.IsOk)
        {
            return answer.Code == ConsultationRefusals.QueueEmpty.Code ? null : throw Unexpected(answer);
        }

        var id = (Guid)answer.Body!["id"]!;
        log.Write(new HistoryFact(WitnessKind.Took) { Subject = id, By = Name, Key = click.ToString(), Since = asked });
        pace.Taken();
        return id;
    }

    private async Task TreatAsync(Guid id, CancellationToken cancellation)
    {
        for (var messages = Chance.Between(0, 2); messages > 0; messages--)
        {
            await WriteAsync(id, cancellation);
        }

        var handsBack = !pace.IsOver && Chance.Of(HandBackPercent);
        var key = Guid.CreateVersion7().ToString();
        log.Write(new HistoryFact(handsBack ? WitnessKind.HandBackAsked : WitnessKind.EndAsked) { Subject = id, By = Name, Key = key });
        var answer = await browser.PostAsync($"/api/consultations/{id}/{(handsBack ? "hand-back" : "end")}", new { }, cancellation);
        if (!answer.IsOk)
        {
            // A lost try did it before, or somebody else has the patient now; the register tells whether either can be.
            log.Write(new HistoryFact(WitnessKind.Asked) { Subject = id, By = Name, Key = answer.Code });
            return;
        }

        log.Write(new HistoryFact(handsBack ? WitnessKind.HandedBack : WitnessKind.Ended) { Subject = id, By = Name, Key = key });
    }

    private async Task WriteAsync(Guid id, CancellationToken cancellation)
    {
        var clientMessageId = Guid.CreateVersion7().ToString();
        var key = ChatMessage.KeyOf(Participant.PractitionerSeat(browser.PractitionerId), clientMessageId);
        log.Write(new HistoryFact(WitnessKind.MessageAsked) { Subject = id, By = Name, Key = key });
        var answer = await browser.PostAsync($"/api/consultations/{id}/messages", new { clientMessageId, text = "…" }, cancellation);
        if (answer.IsOk)
        {
            log.Write(new HistoryFact(WitnessKind.MessageAcked) { Subject = id, By = Name, Key = key, Sequence = (long)answer.Body!["sequence"]! });
        }
    }

    private static InvalidOperationException Unexpected(Answer answer) =>
        new($"Calling the next was refused: {(int)answer.Status} {answer.Body}");
}
