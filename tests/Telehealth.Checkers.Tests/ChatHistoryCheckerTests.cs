using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

public sealed class ChatHistoryCheckerTests
{
    [Fact]
    public void Messages_that_are_stored_once_and_acknowledged_as_often_as_asked_break_nothing() => Assert.Empty(
        Said("a", 1).Tell(HistoryKind.ChatAcked, sequence: 1, key: "a")
            .Tell(HistoryKind.ChatStored, sequence: 2, key: "b").Tell(HistoryKind.ChatAcked, sequence: 2, key: "b")
            .Close().Tell(WitnessKind.MessageRow, sequence: 1, key: "a").Tell(WitnessKind.MessageRow, sequence: 2, key: "b")
            .Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void An_acknowledged_message_that_no_row_holds_is_found() => Assert.Equal(
        ["chat.lost"],
        Said("a", 1).Tell(WitnessKind.MessageAcked, by: "li", sequence: 2, key: "b").Close()
            .Tell(WitnessKind.MessageRow, sequence: 1, key: "a").Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void Without_rows_the_line_of_the_storing_node_is_asked() => Assert.Equal(
        ["chat.lost"], Said("a", 1).Tell(HistoryKind.ChatAcked, sequence: 2, key: "b").Close().Broken());

    [Fact]
    public void A_message_that_is_stored_twice_is_found() => Assert.Equal(
        ["chat.doubled"], Said("a", 1).Tell(HistoryKind.ChatStored, sequence: 2, key: "a").Close().Broken());

    [Fact]
    public void A_number_that_two_messages_got_is_found() => Assert.Equal(
        ["chat.number_given_twice"], Said("a", 1).Tell(HistoryKind.ChatStored, sequence: 1, key: "b").Close().Broken());

    [Fact]
    public void A_number_that_is_missing_among_the_rows_is_found() => Assert.Equal(
        ["chat.gap"],
        Said("a", 1).Close().Tell(WitnessKind.MessageRow, sequence: 1, key: "a").Tell(WitnessKind.MessageRow, sequence: 3, key: "c")
            .Tell(WitnessKind.RowsComplete).Broken());

    [Fact]
    public void A_sender_whose_second_message_stands_before_the_first_is_found() => Assert.Equal(
        ["chat.reordered"],
        new Tale().Tell(HistoryKind.ChatStored, sequence: 2, key: "a").Tell(HistoryKind.ChatStored, sequence: 1, key: "b")
            .Tell(WitnessKind.MessageAsked, by: "li", key: "a").Tell(WitnessKind.MessageAcked, by: "li", sequence: 2, key: "a")
            .Tell(WitnessKind.MessageAsked, by: "li", key: "b").Tell(WitnessKind.MessageAcked, by: "li", sequence: 1, key: "b")
            .Close().Broken());

    [Fact]
    public void Two_messages_that_were_on_their_way_together_may_get_any_numbers() => Assert.Empty(
        new Tale().Tell(HistoryKind.ChatStored, sequence: 2, key: "a").Tell(HistoryKind.ChatStored, sequence: 1, key: "b")
            .Tell(WitnessKind.MessageAsked, by: "li", key: "a").Tell(WitnessKind.MessageAsked, by: "li", key: "b")
            .Tell(WitnessKind.MessageAcked, by: "li", sequence: 2, key: "a").Tell(WitnessKind.MessageAcked, by: "li", sequence: 1, key: "b")
            .Close().Broken());

    private static Tale Said(string key, long number) => new Tale().Tell(HistoryKind.ChatStored, sequence: number, key: key);
}
