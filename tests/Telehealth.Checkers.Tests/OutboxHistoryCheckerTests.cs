using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

public sealed class OutboxHistoryCheckerTests
{
    [Fact]
    public void An_event_that_is_handled_twice_with_one_effect_breaks_nothing() => Assert.Empty(
        Recorded().Tell(HistoryKind.OutboxEffect, key: "mail").Tell(HistoryKind.OutboxHandled).Tell(HistoryKind.OutboxHandled, node: "west")
            .Close().Close("west").Broken());

    [Fact]
    public void An_event_that_is_never_handled_is_found() => Assert.Equal(["outbox.never_handled"], Recorded().Close().Broken());

    [Fact]
    public void An_event_whose_row_still_waits_is_not_lost()
    {
        var tale = Recorded().Close().Tell(WitnessKind.EventRow).Tell(WitnessKind.RowsComplete);
        Assert.Empty(tale.Broken());
        Assert.Equal(1, tale.Counted("stillWaiting"));
    }

    [Fact]
    public void An_effect_that_happens_twice_is_found() => Assert.Equal(
        ["outbox.effect_twice"],
        Recorded().Tell(HistoryKind.OutboxEffect, key: "mail").Tell(HistoryKind.OutboxEffect, key: "mail", node: "west")
            .Tell(HistoryKind.OutboxHandled).Close().Close("west").Broken());

    private static Tale Recorded() => new Tale().Tell(HistoryKind.OutboxRecorded, by: "ConsultationQueued");
}
