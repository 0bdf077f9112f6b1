using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

public sealed class QueueHistoryCheckerTests
{
    private static readonly CheckSettings _inOrder = new() { OrderWithin = TimeSpan.FromSeconds(10) };

    [Fact]
    public void A_patient_who_is_handed_back_and_taken_by_a_colleague_breaks_nothing() => Assert.Empty(
        Waiting().Tell(HistoryKind.QueueClaimed, by: "li", fence: 5).Tell(HistoryKind.QueueStarted, by: "li", fence: 5)
            .Tell(HistoryKind.QueueHandedBack, by: "li", fence: 5).Joined(Tale.Patient, 3)
            .Tell(HistoryKind.QueueClaimed, by: "wang", fence: 6).Tell(HistoryKind.QueueStarted, by: "wang", fence: 6)
            .Tell(HistoryKind.QueueEnded, by: "wang").Close().Broken(_inOrder));

    [Fact]
    public void Two_doctors_for_one_patient_are_found() => Assert.Equal(
        ["queue.served_twice"],
        Waiting().Tell(HistoryKind.QueueStarted, by: "li", fence: 5).Tell(HistoryKind.QueueStarted, by: "wang", fence: 6).Close().Broken());

    [Fact]
    public void A_fence_that_is_accepted_twice_is_found() => Assert.Equal(
        ["queue.fence_accepted_twice"],
        Waiting().Tell(HistoryKind.QueueStarted, by: "li", fence: 5).Tell(HistoryKind.QueueStarted, by: "wang", fence: 5, node: "west")
            .Close().Close("west").Broken());

    [Fact]
    public void A_claim_that_is_accepted_after_it_was_overtaken_is_found() => Assert.Equal(
        ["queue.stale_fence_accepted"],
        Waiting().Tell(HistoryKind.QueueStarted, by: "wang", fence: 6, node: "west").Tell(HistoryKind.QueueStarted, by: "li", fence: 5)
            .Close().Close("west").Broken());

    [Fact]
    public void What_a_dead_node_may_have_kept_to_itself_stays_undecided()
    {
        var tale = Waiting().Tell(HistoryKind.QueueStarted, by: "li", fence: 5).Tell(HistoryKind.QueueStarted, by: "wang", fence: 6, node: "west")
            .Pass(10).Close("west");
        Assert.Empty(tale.Broken());
        Assert.Equal(1, tale.Counted("undecided"));
    }

    [Theory]
    [InlineData("Waiting", "queue.never_served")]
    [InlineData("Planned", "queue.join_lost")]
    public void A_patient_whom_nobody_called_although_all_were_called_is_found(string status, string rule) => Assert.Equal(
        [rule],
        Waiting().Tell(WitnessKind.Joined, by: "clinic").Close()
            .Tell(WitnessKind.EntryRow, key: status).Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void A_patient_without_a_row_is_found() => Assert.Equal(
        ["queue.row_lost"], Waiting().Close().Tell(WitnessKind.RowsComplete, Tale.Other).Broken());

    [Fact]
    public void A_row_that_ends_below_a_fence_it_accepted_is_found() => Assert.Equal(
        ["queue.fence_went_back"],
        Waiting().Tell(HistoryKind.QueueStarted, by: "li", fence: 9).Close()
            .Tell(WitnessKind.EntryRow, by: "li", fence: 8, key: "Ended").Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void A_doctor_who_was_told_what_no_row_knows_is_found() => Assert.Equal(
        ["queue.falsely_confirmed"],
        Waiting().Took("li").Close()
            .Tell(WitnessKind.EntryRow, by: "wang", key: "Ended").Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void Two_doctors_who_were_both_told_to_treat_are_found() => Assert.Equal(
        ["queue.not_linearizable"], Waiting().Took("li").Took("wang").Close().Broken());

    [Fact]
    public void A_hand_back_without_an_answer_may_have_happened() => Assert.Empty(
        Waiting().Took("li").Tell(WitnessKind.HandBackAsked, by: "li", key: "1").Took("wang").Close().Broken());

    [Fact]
    public void A_hand_back_that_was_asked_for_too_late_explains_nothing() => Assert.Equal(
        ["queue.not_linearizable"],
        Waiting().Took("li").Took("wang").Tell(WitnessKind.HandBackAsked, by: "li", key: "1").Close().Broken());

    [Fact]
    public void Answers_that_arrive_in_another_order_than_things_happened_are_no_violation() => Assert.Empty(
        Waiting().Took("wang").Tell(WitnessKind.HandBackAsked, by: "wang", key: "1").Took("li", askedSecondsAgo: 9)
            .Tell(WitnessKind.HandedBack, by: "wang", key: "1").Close().Broken());

    [Fact]
    public void One_click_that_called_two_patients_is_found() => Assert.Equal(
        ["queue.one_click_two_patients"],
        Waiting().Joined(Tale.Other, 3).Took("li", click: "c").Took("li", click: "c", subject: Tale.Other).Close().Broken());

    [Fact]
    public void A_treatment_that_its_doctor_ended_and_the_row_goes_on_with_is_found() => Assert.Equal(
        ["queue.end_lost"],
        Waiting().Took("li").Tell(WitnessKind.EndAsked, by: "li", key: "1").Tell(WitnessKind.Ended, by: "li", key: "1").Close()
            .Tell(WitnessKind.EntryRow, by: "li", key: "InProgress").Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void A_patient_in_treatment_with_a_doctor_who_was_never_told_is_found() => Assert.Equal(
        ["queue.taken_by_nobody"],
        Waiting().Tell(WitnessKind.Joined, by: "clinic").Close()
            .Tell(WitnessKind.EntryRow, by: "li", key: "InProgress").Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void Who_is_passed_over_by_a_later_patient_of_the_same_class_is_found() => Assert.Equal(
        ["queue.passed_over"],
        Waiting().Pass(20).Joined(Tale.Other, 3).Tell(HistoryKind.QueueClaimed, Tale.Other, "li", 5)
            .Pass(20).Tell(HistoryKind.QueueClaimed, by: "wang", fence: 6).Close().Broken(_inOrder));

    [Fact]
    public void A_more_urgent_patient_may_go_first() => Assert.Empty(
        Waiting().Pass(20).Joined(Tale.Other, 2).Tell(HistoryKind.QueueClaimed, Tale.Other, "li", 5)
            .Pass(20).Tell(HistoryKind.QueueClaimed, by: "wang", fence: 6).Close().Broken(_inOrder));

    private static Tale Waiting() => new Tale().Joined(Tale.Patient, 3);
}
