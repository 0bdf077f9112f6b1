namespace Telehealth.Consultations;

public sealed class ListConsultationsTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/consultations?mine=true";

    [Fact]
    public async Task A_practitioner_lists_the_own_consultations_and_no_others()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-zhang");
        var talk = await app.TalkAsync(clinic, doctor, "Endocrinology");
        var listed = Assert.Single(await doctor.GetAsync<ConsultationListItem[]>(Mine));
        Assert.Equal((talk.Id, "张海燕", false), (listed.Id, listed.DoctorName!.Zh, listed.IsSigned));
        await doctor.EndAsync(talk.Id);
        await doctor.SignAsync(talk.Id);
        Assert.True(Assert.Single(await doctor.GetAsync<ConsultationListItem[]>(Mine)).IsSigned);
        Assert.Contains(await clinic.GetAsync<ConsultationListItem[]>(Mine), item => item.Id == talk.Id);
        Assert.Empty(await (await app.SignInAsync("dr-liu")).GetAsync<ConsultationListItem[]>(Mine));
    }

    [Fact]
    public async Task What_is_still_open_stands_before_what_is_over()
    {
        var clinic = await app.SignInAsync("clinic-gao");
        var over = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var older = await clinic.OpenCaseAsync(await app.StrangerAsync(clinic));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        await clinic.PostAsync<ConsultationDetails>($"/api/consultations/{over.Id}/cancel", new { reason = "重复" });
        var listed = await clinic.GetAsync<ConsultationListItem[]>(Mine);
        Assert.Equal([newer.Id, older.Id, over.Id], listed.Select(item => item.Id));
        Assert.Equal(("", Scenes.Cough.Text), (listed[1].Reason, listed[0].Reason));
        Assert.All(listed, item => Assert.Null(item.DoctorName));
    }

    [Fact]
    public async Task Only_staff_who_care_for_patients_have_a_list() =>
        await app.IsClosedAsync(["pharmacist-luo", "admin-qian"], caller => caller.GetAsync(Mine));
}
