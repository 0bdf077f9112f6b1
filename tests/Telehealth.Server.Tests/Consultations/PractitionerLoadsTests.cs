using Telehealth.Directory;
using Telehealth.Realtime;

namespace Telehealth.Consultations;

public sealed class PractitionerLoadsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_doctor_in_consultation_is_shown_so_at_every_site_and_after_a_restart()
    {
        Guid department, doctorId;
        await using (var app = new TelehealthApp { SharedDatabase = _database })
        {
            var doctor = await app.SignInAsync("dr-xu");
            var session = await doctor.GetAsync<SessionView>("/api/session");
            var talk = await app.TalkAsync(await app.SignInAsync("clinic-ma"), doctor, "TCM Internal Medicine");
            (department, doctorId) = (talk.Department.Id, session.PractitionerId);
        }

        await using var restarted = new TelehealthApp { SharedDatabase = _database };
        var colleague = await restarted.SignInAsync("dr-sun");
        await using var watcher = await ClinicTab.OpenAsync(restarted.HubOf(colleague, "/hubs/clinic"));
        await watcher.CallAsync("WatchDepartment", department);
        await using var tab = await ClinicTab.OpenAsync(restarted.HubOf(await restarted.SignInAsync("dr-xu"), "/hubs/clinic"));

        await watcher.HearsAsync($"PresencesChanged {department} {doctorId} inConsultation 1/1");
    }
}
