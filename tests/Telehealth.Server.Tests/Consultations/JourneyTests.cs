using Telehealth.Consultations.Chat;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Photos;

namespace Telehealth.Consultations;

/// <summary>The journeys over HTTP alone, as the web client walks them.</summary>
public sealed class JourneyTests : IAsyncDisposable
{
    private readonly TelehealthApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_patient_is_invited_waits_talks_and_reads_the_signed_summary()
    {
        var hospital = await _app.SignInAsync("coordinator-deng");
        var invitation = await hospital.InviteAsync();
        Assert.StartsWith("http://localhost/join#", invitation.Url, StringComparison.Ordinal);
        Assert.StartsWith("<svg", invitation.QrSvg, StringComparison.Ordinal);

        var patient = _app.AnonymousClient();
        var preview = await patient.PostAsync<InvitationPreview>(
            "/api/invitations/look-up", new { secret = invitation.SecretOf() });
        Assert.Equal("Cardiology", preview.Department.En);

        var confirmed = await Api.ReadAsync<MyConsultation>(await patient.ConfirmAsync(invitation));
        Assert.Equal(ConsultationStatus.Planned, confirmed.Status);
        var photo = await patient.AddPhotoAsync("/api/my/consultation/photos");
        Assert.Equal(PhotoPurpose.Intake, photo.TakenFor);
        var waiting = await patient.WaitInQueueAsync();
        Assert.Equal((1, 0), (waiting.Queue!.Place, waiting.Queue.Ahead));

        var doctor = await _app.SignInAsync("dr-li");
        var entry = Assert.Single(
            await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{await doctor.DepartmentAsync()}/queue"));
        Assert.Equal(Scenes.WangXiulan, entry.PatientName);
        Assert.Equal(ConsultationStatus.InProgress, (await doctor.AcceptAsync(waiting.Id)).Status);

        var room = await patient.PostAsync<RoomEntry>($"/api/rooms/{waiting.Id}/enter");
        Assert.StartsWith("patient-", room.Seat, StringComparison.Ordinal);
        Assert.Equal(["李建国", Scenes.WangXiulan], room.Seats.Select(seat => seat.Name.Zh).Order());
        Assert.Equal(SeatRole.Specialist, room.Seats.Single(seat => seat.Name.Zh == "李建国").Role);
        await patient.PostAsync<ChatMessageView>(
            $"/api/consultations/{waiting.Id}/messages", new { clientMessageId = "1", text = "医生好" });

        await doctor.EndAsync(waiting.Id);
        var signed = await doctor.SignAsync(waiting.Id);
        Assert.Equal(ConsultationStatus.Completed, signed.Status);
        var mine = await patient.GetAsync<MyConsultation>("/api/my/consultation");
        Assert.Equal(1, mine.Summary!.Version);
        Assert.Equal("多饮水,三天后复诊", mine.Summary.Advice);
        Assert.Equal("李建国", mine.Summary.DoctorName.Zh);
    }

    [Fact]
    public async Task A_clinic_doctor_brings_a_patient_whose_phone_joins_the_same_room()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync();
        Assert.Equal(1, waiting.Queue!.Place);

        var doctor = await _app.SignInAsync("dr-wang");
        var taken = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{waiting.Department.Id}/queue/next");
        Assert.Equal(waiting.Id, taken.Id);

        var invitation = await clinic.PostAsync<InvitationView>($"/api/consultations/{waiting.Id}/invitations");
        var phone = await _app.ArriveAsync(invitation);
        await phone.ConsentAsync();
        var seats = new[] { clinic, doctor, phone };
        var entries = new List<RoomEntry>();
        foreach (var browser in seats)
        {
            entries.Add(await browser.PostAsync<RoomEntry>($"/api/rooms/{waiting.Id}/enter"));
        }

        Assert.Equal(3, entries.Select(entry => entry.Seat).Distinct().Count());
        Assert.All(entries, entry => Assert.Equal(3, entry.Seats.Count));
        await doctor.EndAsync(waiting.Id);
        await doctor.SignAsync(waiting.Id);
        var read = await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}");
        Assert.Single(read.Note.Versions);
        Assert.Null(read.Note.Draft);
    }
}
