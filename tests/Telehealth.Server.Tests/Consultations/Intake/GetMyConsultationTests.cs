using System.Net;

namespace Telehealth.Consultations.Intake;

public sealed class GetMyConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation";

    [Fact]
    public async Task Every_patient_sees_the_own_consultation_and_no_other()
    {
        var staff = await app.SignInAsync("coordinator-deng");
        var people = new[] { await app.StrangerAsync(staff), await app.StrangerAsync(staff) };
        foreach (var person in people)
        {
            var invitation = await staff.InviteAsync(person);
            var mine = await (await app.ArriveAsync(invitation, person)).GetAsync<MyConsultation>(Mine);
            Assert.Equal((invitation.ConsultationId, person.Name), (mine.Id, mine.PatientName));
            Assert.Equal((ConsultationKind.Direct, ConsultationStatus.Planned), (mine.Kind, mine.Status));
            Assert.Equal(("青溪县人民医院", "Cardiology"), (mine.Institution.Zh, mine.Department.En));
            Assert.Null(mine.Queue ?? (object?)mine.DoctorName ?? mine.Summary);
        }
    }

    [Fact]
    public async Task A_waiting_patient_sees_the_place_and_then_who_called()
    {
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Dermatology");
        var waiting = await patient.GetAsync<MyConsultation>(Mine);
        Assert.Equal((1, 0), (waiting.Queue!.Place, waiting.Queue.Ahead));
        Assert.Null(waiting.Queue.Wait.P50Minutes);
        await (await app.SignInAsync("dr-zhou")).AcceptAsync(id);
        var called = await patient.GetAsync<MyConsultation>(Mine);
        Assert.Equal((ConsultationStatus.InProgress, "周立新"), (called.Status, called.DoctorName!.Zh));
        Assert.Null(called.Queue);
    }

    [Fact]
    public async Task The_patients_pages_are_closed_to_strangers_and_staff()
    {
        await app.AnonymousClient().GetAsync(Mine).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await (await app.SignInAsync("dr-li")).GetAsync(Mine)
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }
}
