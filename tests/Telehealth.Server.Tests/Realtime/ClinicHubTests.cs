using Telehealth.Coordination;

namespace Telehealth.Realtime;

public sealed class ClinicHubTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_doctor_is_there_while_one_of_two_tabs_lives_and_gone_when_both_hearts_stop()
    {
        // What was chosen in tabs that are closed by now holds as long as their last heartbeat.
        app.Clock.Advance(PresenceRules.HeartbeatLifetime);
        var (watcher, session) = await app.OpenDeskAsync("dr-li");
        var department = session.Roles[0].DepartmentId!.Value;
        var (second, _) = await app.OpenDeskAsync("dr-li");
        await using var _ = watcher;
        var present = await watcher.CallAsync<ClinicTab.PresenceLine[]>("WatchDepartment", department);
        Assert.Contains(new ClinicTab.PresenceLine(session.PractitionerId, "available", 0, 1), present);

        await second.CallAsync("SetPresence", "busy");
        await watcher.HearsAsync($"PresencesChanged {department} {session.PractitionerId} busy 0/1");
        await second.DisposeAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        await watcher.CallAsync("Heartbeat");
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(PresenceState.Busy, await StateAsync(department, session.PractitionerId));

        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await watcher.HearsAsync($"PresencesChanged {department} {session.PractitionerId} offline 0/1");
    }

    [Fact]
    public async Task A_patients_heartbeat_is_heard_at_their_consultation()
    {
        var consultation = Guid.CreateVersion7();
        var patient = Guid.CreateVersion7();
        await using var tab = await app.OpenWaitingRoomAsync(patient, consultation);
        await tab.CallAsync("WatchConsultation", consultation);

        var entry = Assert.Single((await app.Presence.ListAsync(PresenceScope.Consultation(consultation), Cancellation)).Entries);
        Assert.Equal((patient, PresenceState.Available), (entry.MemberId, entry.State));
        app.Clock.Advance(PresenceRules.HeartbeatLifetime);
        await tab.HearsAsync($"ConsultationChanged {consultation}");
        Assert.Empty((await app.Presence.ListAsync(PresenceScope.Consultation(consultation), Cancellation)).Entries);
    }

    [Theory]
    [InlineData("/hubs/clinic", false)]
    [InlineData("/hubs/clinic?as=patient", true)]
    public async Task Where_both_are_signed_in_only_the_patients_page_makes_the_patient_present(string path, bool isPatient)
    {
        var consultation = Guid.CreateVersion7();
        var patient = Guid.CreateVersion7();
        var client = await app.SignInAsync("dr-sun");
        var session = await client.GetAsync<Telehealth.Directory.SessionView>("/api/session");
        await using var tab = await ClinicTab.OpenAsync(
            app.Hub(path, $"{app.CookiesOf(client)}; {app.PatientCookie(patient, consultation)}", "http://localhost"));
        await tab.CallAsync("Heartbeat");

        var atConsultation = (await app.Presence.ListAsync(PresenceScope.Consultation(consultation), Cancellation)).Entries;
        Assert.Equal(isPatient, atConsultation.Any(entry => entry.MemberId == patient));
        Assert.Equal(
            !isPatient,
            await StateAsync(session.Roles[0].DepartmentId!.Value, session.PractitionerId) == PresenceState.Available);
        app.Clock.Advance(PresenceRules.HeartbeatLifetime);
    }

    [Fact]
    public async Task Strangers_may_watch_neither_a_department_nor_a_consultation()
    {
        var consultation = Guid.CreateVersion7();
        var (stranger, session) = await app.OpenDeskAsync("dr-wang");
        await using var _ = stranger;
        await using var patient = await app.OpenWaitingRoomAsync(Guid.CreateVersion7(), consultation);

        await stranger.RefusedAsync("watch.not_allowed", "WatchConsultation", consultation);
        await stranger.RefusedAsync("watch.not_allowed", "WatchDepartment", Guid.CreateVersion7());
        await patient.RefusedAsync("watch.not_allowed", "WatchDepartment", session.Roles[0].DepartmentId);
        await patient.RefusedAsync("watch.not_allowed", "WatchConsultation", Guid.CreateVersion7());

        var watched = await patient.CallAsync<WatchedConsultation>("WatchConsultation", consultation);
        Assert.Equal(ClinicApp.LastSequence, watched.LastSequence);
        app.Notifications.MessagePosted(consultation, 8);
        await patient.HearsAsync($"MessagePosted {consultation} 8");
        Assert.DoesNotContain(stranger.Told, line => line.Contains(consultation.ToString()));
    }

    [Fact]
    public async Task Many_changes_of_a_queue_are_told_as_few()
    {
        var (tab, session) = await app.OpenDeskAsync("dr-li");
        await using var _ = tab;
        var department = session.Roles[0].DepartmentId!.Value;
        await tab.CallAsync("WatchDepartment", department);

        for (var i = 0; i < 500; i++)
        {
            app.Notifications.QueueChanged(department);
        }

        await tab.HearsAsync($"QueueChanged {department}");
        await Task.Delay(ClinicNotifications.QueueWindow * 3, Cancellation);
        Assert.Equal(1, tab.Told.Count(line => line == $"QueueChanged {department}"));

        app.Notifications.QueueChanged(department);
        await Wait.UntilAsync(() => tab.Told.Count(line => line == $"QueueChanged {department}") == 2, "the next change");
    }

    [Fact]
    public async Task Many_who_come_and_go_are_told_in_few_messages_with_the_newest_of_each()
    {
        var (tab, session) = await app.OpenDeskAsync("dr-li");
        await using var _ = tab;
        var department = session.Roles[0].DepartmentId!.Value;
        await tab.CallAsync("WatchDepartment", department);
        var before = tab.PresenceMessages;
        var doctors = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();

        for (var version = 1; version <= 20; version++)
        {
            var state = version < 20 ? PresenceState.Busy : PresenceState.Away;
            foreach (var doctor in doctors)
            {
                app.Notifications.PresenceChanged(
                    [new PresenceEntry(PresenceScope.Department(department), doctor, state, 0, 1, app.Clock.GetUtcNow(), version)]);
            }
        }

        app.Notifications.PresenceChanged(
            [new PresenceEntry(PresenceScope.Department(department), doctors[0], PresenceState.Busy, 0, 1, app.Clock.GetUtcNow(), 3)]);
        foreach (var doctor in doctors)
        {
            await tab.HearsAsync($"PresencesChanged {department} {doctor} away 0/1");
        }

        Assert.InRange(tab.PresenceMessages - before, 1, 10);
    }

    [Fact]
    public async Task Whom_a_search_showed_is_followed_without_the_departments_queue()
    {
        var (searcher, _) = await app.OpenDeskAsync("clinic-ma");
        await using var _ = searcher;
        var (doctor, session) = await app.OpenDeskAsync("dr-li");
        await using var other = doctor;
        var department = session.Roles[0].DepartmentId!.Value;
        await searcher.RefusedAsync("watch.not_allowed", "WatchPresence", (object)new[] { department, Guid.Empty });

        var present = await searcher.CallAsync<ClinicTab.WatchedLine[]>("WatchPresence", (object)new[] { department, Guid.CreateVersion7() });
        await doctor.CallAsync("SetPresence", "busy");

        Assert.Contains(present, one => one.DepartmentId == department && one.Presence.PractitionerId == session.PractitionerId);
        await searcher.HearsAsync($"PresencesChanged {department} {session.PractitionerId} busy 0/1");
        await doctor.CallAsync("WatchDepartment", department);
        app.Notifications.QueueChanged(department);
        await doctor.HearsAsync($"QueueChanged {department}");
        Assert.DoesNotContain($"QueueChanged {department}", searcher.Told);

        await searcher.CallAsync("UnwatchPresence", (object)new[] { department });
        await doctor.CallAsync("SetPresence", "away");
        await doctor.HearsAsync($"PresencesChanged {department} {session.PractitionerId} away 0/1");
        Assert.DoesNotContain($"PresencesChanged {department} {session.PractitionerId} away 0/1", searcher.Told);
    }

    [Fact]
    public async Task Who_stopped_watching_hears_no_more()
    {
        var (tab, session) = await app.OpenDeskAsync("dr-li");
        var (other, _) = await app.OpenDeskAsync("dr-li");
        await using var first = tab;
        await using var second = other;
        var department = session.Roles[0].DepartmentId!.Value;
        await tab.CallAsync("WatchDepartment", department);
        await other.CallAsync("WatchDepartment", department);

        await tab.CallAsync("UnwatchDepartment", department);
        app.Notifications.QueueChanged(department);

        await other.HearsAsync($"QueueChanged {department}");
        Assert.DoesNotContain($"QueueChanged {department}", tab.Told);
    }

    [Fact]
    public async Task Presence_is_refused_to_patients_and_in_states_that_nobody_chooses()
    {
        await using var patient = await app.OpenWaitingRoomAsync(Guid.CreateVersion7(), Guid.CreateVersion7());
        var (doctor, _) = await app.OpenDeskAsync("dr-li");
        await using var _ = doctor;

        await patient.RefusedAsync("presence.not_allowed", "SetPresence", "available");
        await doctor.RefusedAsync("presence.invalid_state", "SetPresence", "inConsultation");
        await doctor.RefusedAsync("request.malformed", "SetPresence", "asleep");
        await doctor.RefusedAsync("request.malformed", "SetPresence", 1);
    }

    [Fact]
    public async Task Wrong_arguments_and_unknown_methods_are_refused_and_the_connection_stays_usable()
    {
        var (tab, session) = await app.OpenDeskAsync("dr-li");
        await using var _ = tab;

        await tab.RefusedAsync("request.malformed", "WatchDepartment", "not an id");
        await tab.RefusedAsync("request.malformed", "WatchDepartment");
        await tab.RefusedAsync("request.malformed", "WatchDepartment", new { nested = new[] { 1, 2 } });
        await tab.RefusedAsync("request.malformed", "DropTables");

        Assert.NotEmpty(await tab.CallAsync<ClinicTab.PresenceLine[]>("WatchDepartment", session.Roles[0].DepartmentId));
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_only_its_own_connection()
    {
        var (rude, _) = await app.OpenDeskAsync("dr-li");
        var (other, _) = await app.OpenDeskAsync("dr-li");
        await using var first = rude;
        await using var second = other;

        await Assert.ThrowsAnyAsync<Exception>(() => rude.CallAsync("WatchDepartment", new string('x', 40_000)));

        await Wait.UntilAsync(() => !rude.IsConnected, "the connection to end");
        await other.CallAsync("Heartbeat");
    }

    [Fact]
    public async Task Calls_beyond_the_budget_are_refused_until_it_fills_again()
    {
        var (tab, _) = await app.OpenDeskAsync("dr-li");
        await using var _ = tab;
        var codes = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            try
            {
                await tab.CallAsync("UnwatchConsultation", Guid.Empty);
            }
            catch (Microsoft.AspNetCore.SignalR.HubException refused)
            {
                codes.Add(refused.Message);
            }
        }

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Equal("refusal:request.too_many", code));
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await tab.CallAsync("Heartbeat");
                    return null;
                }
                catch (Microsoft.AspNetCore.SignalR.HubException)
                {
                    return "the budget to fill again";
                }
            });
    }

    [Fact]
    public async Task Nobody_connects_without_a_session()
    {
        var hub = app.HubOf(app.AnonymousClient(), "/hubs/clinic");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync(Cancellation));
        Assert.Contains("401", error.Message);
    }

    [Theory]
    [InlineData("/hubs/clinic", "https://evil.example")]
    [InlineData("/hubs/clinic", "null")]
    [InlineData("/hubs/room", "https://evil.example")]
    public async Task A_page_of_another_site_is_turned_away_before_the_handshake(string path, string origin)
    {
        await using var hub = app.Hub(path, "", origin);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync(Cancellation));
        Assert.Contains("403", error.Message);
    }

    [Fact]
    public async Task A_connection_ends_with_the_session_that_opened_it()
    {
        await using var tab = await app.OpenWaitingRoomAsync(Guid.CreateVersion7(), Guid.CreateVersion7());
        app.Clock.Advance(TimeSpan.FromDays(2));

        await Assert.ThrowsAnyAsync<Exception>(() => tab.CallAsync("Heartbeat"));

        await Wait.UntilAsync(() => !tab.IsConnected, "the connection to end");
    }

    private async Task<PresenceState?> StateAsync(Guid department, Guid practitioner)
    {
        var (entries, _) = await app.Presence.ListAsync(PresenceScope.Department(department), Cancellation);
        return entries.SingleOrDefault(entry => entry.MemberId == practitioner)?.State;
    }
}
