using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Telehealth.Media.Peer;

namespace Telehealth.Media;

/// <summary>Alone, because meters of other tests' servers carry the same name.</summary>
[Collection(nameof(MediaMetersTests))]
[CollectionDefinition(nameof(MediaMetersTests), DisableParallelization = true)]
public sealed class MediaMetersTests : RoomFixture
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly ConcurrentDictionary<string, double> _last = new();

    public MediaMetersTests()
        : base(new MediaOptions())
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MediaMeters.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public async Task Operators_see_what_the_legs_do_and_nobodys_name()
    {
        var (doctor, patient) = (Enter("doctor", Leading), Enter("patient"));
        Enter("student", Listening);
        await doctor.PublishAsync();
        await ConnectedAsync(patient);
        ushort picture = 0;
        await Waiting.Until(
            () =>
            {
                _ = HearsAsync(doctor, patient);
                _ = doctor.ShowAsync(0, picture++, key: false);
                _listener.RecordObservableInstruments();
                return Sum("telehealth.media.packets{leg=up}") > 20
                    && Sum("telehealth.media.packets{leg=down}") > 20
                    && _last.ContainsKey("telehealth.media.leg.loss{leg=up}")
                    && Sum("telehealth.media.picture_seconds{layer=none}") > 0
                    && Sum("telehealth.media.key_frame_requests{leg=up}") > 0;
            },
            "both legs in the meters");

        Assert.Equal(1, Sum("telehealth.media.rooms"));
        Assert.Equal(2, Sum("telehealth.media.seats{kind=speaker}"));
        Assert.Equal(1, Sum("telehealth.media.seats{kind=listener}"));
        Assert.True(_last["telehealth.media.leg.bitrate{leg=up}"] > 0, "no bits from the doctor");
        Assert.True(_last["telehealth.media.datagrams{direction=in}"] > 20, "no datagrams in");
        Assert.True(_last["telehealth.media.datagrams{direction=out}"] > 20, "no datagrams out");
        Assert.Equal(0, _last["telehealth.media.faults"]);
        Assert.Equal(0, _last["telehealth.media.datagrams.dropped{reason=kernel_queue}"]);
        Assert.DoesNotContain(_sums.Keys, name => name.Contains("doctor") || name.Contains("patient") || name.Contains("127.0"));

        doctor.Seat.SetRights(Listening);
        await Waiting.Until(() => Sum("telehealth.media.seats{kind=listener}") == 2, "the doctor among the listeners");
        patient.Seat.Leave();
        await Waiting.Until(() => Sum("telehealth.media.seats{kind=speaker}") == 0, "the patient's leaving");
    }

    [Fact]
    public async Task Sound_that_is_owed_and_does_not_come_is_told_apart_from_sound_that_is_off()
    {
        var (doctor, patient) = (Enter("doctor", Leading), Enter("patient"));
        await doctor.PublishAsync();
        await ConnectedAsync(patient);
        await Waiting.Until(
            () =>
            {
                _ = HearsAsync(doctor, patient);
                return Sum("telehealth.media.sound_seconds{state=carried}") > 0;
            },
            "sound that is carried");

        await Waiting.Until(() => Sum("telehealth.media.sound_seconds{state=missed}") > 0, "silence of a microphone that is on");

        doctor.Seat.SetMuted(TrackSource.Microphone, true);
        await Waiting.Until(
            () => patient.Room!.Seats.Single(one => one.Id == doctor.Seat.Id).Tracks.Any(track => track.Source == TrackSource.Microphone && track.Muted),
            "the microphone is off");
        var missed = Sum("telehealth.media.sound_seconds{state=missed}");
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        Assert.Equal(missed, Sum("telehealth.media.sound_seconds{state=missed}"));
    }

    private double Sum(string name) => _sums.GetValueOrDefault(name);

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        var name = labels.Length == 0 ? instrument.Name : $"{instrument.Name}{{{labels}}}";
        _last[name] = value;
        _sums.AddOrUpdate(name, value, (_, before) => before + value);
    }
}
