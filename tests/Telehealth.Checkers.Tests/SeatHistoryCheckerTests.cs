using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

public sealed class SeatHistoryCheckerTests
{
    [Fact]
    public void Two_live_seats_of_one_person_at_one_node_are_found() => Assert.Equal(
        ["seats.two_live"], Taken("east", "s1").Pass(5).Tell(HistoryKind.SeatTaken, by: "li", key: "s2").Pass(60).Close().Broken());

    [Fact]
    public void Two_live_seats_of_one_person_at_two_nodes_are_found() => Assert.Equal(
        ["seats.two_live"],
        Taken("east", "s1").Pass(5).Tell(HistoryKind.SeatTaken, by: "li", key: "s2", node: "west").Pass(60).Close().Close("west").Broken());

    [Fact]
    public void A_seat_that_moves_to_another_node_may_be_double_for_a_moment() => Assert.Empty(
        Taken("east", "s1").Pass(5).Tell(HistoryKind.SeatTaken, by: "li", key: "s2", node: "west")
            .Pass(20).Tell(HistoryKind.SeatLeft, by: "li", key: "s1").Pass(60).Close().Close("west").Broken());

    [Fact]
    public void A_seat_ends_with_the_life_of_its_node() => Assert.Empty(
        Taken("east", "s1").Pass(5).Tell(HistoryKind.SeatTaken, by: "li", key: "s2", node: "west").Pass(60).Close("west").Broken());

    [Fact]
    public void Two_people_and_two_rooms_are_no_violation() => Assert.Empty(
        Taken("east", "s1").Tell(HistoryKind.SeatTaken, by: "wang", key: "s2").Tell(HistoryKind.SeatTaken, Tale.Other, "li", key: "s3")
            .Pass(60).Close().Broken());

    private static Tale Taken(string node, string session) => new Tale().Tell(HistoryKind.SeatTaken, by: "li", key: session, node: node);
}
