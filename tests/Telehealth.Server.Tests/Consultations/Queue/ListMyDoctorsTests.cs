using System.Net;
using Telehealth.Coordination;
using Telehealth.Realtime;

namespace Telehealth.Consultations.Queue;

public sealed class ListMyDoctorsTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_patient_reads_who_could_be_waited_for_and_who_is_here()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, _) = await app.QueueDirectAsync(doctor, "Dermatology");
        await using var desk = await ClinicTab.OpenAsync(app.HubOf(doctor, "/hubs/clinic"));
        await desk.CallAsync("Heartbeat");
        var doctors = await patient.GetAsync<DoctorToWaitFor[]>("/api/my/consultation/doctors");
        Assert.Equal(
            [("Zhou Lixin", (PresenceState?)PresenceState.Available), ("Wu Min", PresenceState.Offline)],
            doctors.Select(one => (one.Name.En, one.State)));
        await doctor.GetAsync("/api/my/consultation/doctors")
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }
}
