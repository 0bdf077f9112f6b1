using Telehealth.Media.Peer;

namespace Telehealth.Media;

public sealed class BigRoomTests() : RoomFixture(new MediaOptions { MaxSeatsPerRoom = 30, MaxListenersPerRoom = 300 })
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Those_who_publish_and_those_who_listen_are_counted_apart()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Null(Refusal($"p{i}"));
        }

        Assert.Equal("media.room_full", Refusal("p30"));
        for (var i = 0; i < 300; i++)
        {
            Assert.Null(Refusal($"l{i}", Listening));
        }

        Assert.Equal("media.room_full", Refusal("l300", Listening));
        Assert.Null(Refusal("l299", Listening));
    }

    [Fact]
    public async Task Listeners_are_counted_for_everybody_and_listed_for_a_moderator()
    {
        var (doctor, student) = (Enter("doctor", Leading), Enter("student"));
        for (var i = 0; i < 98; i++)
        {
            Enter($"l{i}", Listening);
        }

        await Waiting.Until(() => doctor.Room is { Seats.Count: 100, Listeners: 0 }, "everybody in the moderator's list");
        await Waiting.Until(() => student.Room is { Seats.Count: 2, Listeners: 98 }, "the number of listeners");
        Assert.True(doctor.Room!.Seats[0].Rights.Moderate);
    }

    [Fact]
    public async Task A_storm_of_comings_and_goings_is_told_in_few_words()
    {
        var student = Enter("student");
        var clients = new List<RoomClient>();
        for (var i = 0; i < 300; i++)
        {
            clients.Add(Enter($"l{i}", Listening));
        }

        await Waiting.Until(() => student.Room is { Listeners: 300 }, "all listeners");
        var told = student.Events.OfType<SeatEvent.RoomChanged>().Count();
        Assert.True(told < 60, $"{told} announcements of 300 comings");
        await Waiting.Until(() => clients.All(client => client.Room is { Seats.Count: 1 }), "the room at each listener");
        foreach (var client in clients)
        {
            client.Seat.Leave();
        }

        await Waiting.Until(() => student.Room is { Listeners: 0 }, "all to have left");
        Assert.True(student.Events.OfType<SeatEvent.RoomChanged>().Count() - told < 60, "too many announcements of 300 leavings");
    }

    [Fact]
    public async Task A_listener_becomes_a_speaker_when_a_moderator_says_so_and_there_is_room()
    {
        var doctor = Enter("doctor", Leading);
        var student = Enter("student", Listening);
        Assert.Null(await doctor.Seat.ChangeRightsAsync(student.Seat.Id, _ => Everything, Cancellation));
        await Waiting.Until(() => student.Events.Contains(new SeatEvent.RightsChanged(Everything)), "the right to speak");
        await student.PublishAsync(camera: false);
        await ConnectedAsync(doctor);
        await HeardAsync(student, doctor);
        for (var i = 0; i < 28; i++)
        {
            Assert.Null(Refusal($"p{i}"));
        }

        var late = Enter("late", Listening);
        Assert.Equal("media.room_full", await doctor.Seat.ChangeRightsAsync(late.Seat.Id, _ => Everything, Cancellation));
    }

    [Fact]
    public async Task Sixty_tracks_are_offered_at_once_within_what_a_hub_message_may_hold()
    {
        for (var i = 0; i < 30; i++)
        {
            await Enter($"p{i}").OfferAsync();
        }

        var student = Enter("student", Listening);
        await Waiting.Until(() => student.Offer is { Tracks.Count: 60 }, "an offer of 60 tracks");
        await ConnectedAsync(student);
        var size = student.Offer!.Sdp.Length;
        Assert.True(size < 100_000, $"the offer has {size} characters");
    }
}
