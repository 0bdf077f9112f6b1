namespace Telehealth.Directory;

public sealed class PatientTests
{
    [Theory]
    [InlineData("2000-02-29", "2026-02-28T15:59:59Z", 25)]
    [InlineData("2000-02-29", "2026-02-28T16:00:00Z", 26)]
    [InlineData("2020-06-01", "2026-05-31T16:00:00Z", 6)]
    [InlineData("2020-06-01", "2026-05-31T15:59:59Z", 5)]
    public void An_age_counts_birthdays_by_the_calendar_in_China(string birthDate, string now, int age)
    {
        var patient = new Patient
        {
            Id = Guid.CreateVersion7(),
            Name = "王秀兰",
            Gender = Gender.Female,
            BirthDate = DateOnly.Parse(birthDate, System.Globalization.CultureInfo.InvariantCulture),
            Village = "柳河镇上湾村",
            Phone = "13900010001",
            InstitutionId = Guid.CreateVersion7(),
        };
        Assert.Equal(age, patient.AgeAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
