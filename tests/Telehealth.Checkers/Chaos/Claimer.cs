using System.Diagnostics;
using Telehealth.Consultations;
using Telehealth.Consultations.Chat;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers.Chaos;

/// <summary>A specialist who calls the next, writes a line, and ends or hands back.</summary>
internal sealed class Claimer(StaffBrowser browser, WitnessLog log, ClaimPace pace)
{
    private const int HandBackPercent = 8;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(3);

    /// <summary>Taken in a hurry, to be treated afterwards.</summary>
    private readonly Queue<Guid> _later = new();

    /// <summary>When clicks were made of which a try stayed without an answer and which got nobody in the end: that try may still lie at a
    /// node that hangs, and call somebody when it wakes.</summary>
    private readonly Queue<DateTimeOffset> _unsure = new();

    /// <summary>Clicks of which a try stayed without an answer, by whom they got in the end.</summary>
    private readonly Dictionary<Guid, DateTimeOffset> _unsureOf = [];

    private readonly HashSet<Guid> _mine = [];
    private long _looked;

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
                else if (!await LookAsync(cancellation))
                {
                    if (pace.IsOver)
                    {
                        return;
                    }

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
            if (answer.WasUnsure)
            {
                _unsure.Enqueue(asked);
            }

            return answer.Code == ConsultationRefusals.QueueEmpty.Code ? null : throw Unexpected(answer);
        }

        var id = (Guid)answer.Body!["id"]!;
        if (answer.WasUnsure)
        {
            _unsureOf[id] = asked;
        }

        Note(id, asked, click.ToString());
        return id;
    }

    /// <summary>The page shows the doctor's own patients beside the queue. Whom a lost try called stands there, and nobody else whom the
    /// doctor was not told of: more than such tries are left to the checks.</summary>
    /// <returns>True when somebody was found, to be treated.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        if (_unsure.Count == 0 || (!pace.IsOver && Stopwatch.GetElapsedTime(_looked) < _lookEvery))
        {
            return false;
        }

        _looked = Stopwatch.GetTimestamp();
        var answer = await browser.GetAsync("/api/consultations?mine=true", cancellation);
        var found = answer.Body!.AsArray()
            .Where(row => (string?)row!["status"] == "inProgress")
            .Select(row => (Guid)row!["id"]!)
            .Where(id => !_mine.Contains(id))
            .Take(_unsure.Count)
            .ToArray();
        foreach (var id in found)
        {
            Note(id, _unsure.Dequeue(), null);
            pace.Found();
            _later.Enqueue(id);
        }

        return found.Length > 0;
    }

    private void Note(Guid id, DateTimeOffset asked, string? click)
    {
        _mine.Add(id);
        log.Write(new HistoryFact(WitnessKind.Took) { Subject = id, By = Name, Key = click, Since = asked });
        pace.Taken();
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
        _mine.Remove(id);
        if (_unsureOf.Remove(id, out var clicked) && handsBack)
        {
            // The row forgets the click with its doctor, and a try of it that arrives now counts as a new one.
            _unsure.Enqueue(clicked);
        }

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
