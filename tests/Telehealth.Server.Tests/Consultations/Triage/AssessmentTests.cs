using Telehealth.Consultations.Intake;

namespace Telehealth.Consultations.Triage;

public sealed class AssessmentTests
{
    private static readonly DateOnly _today = new(2040, 6, 15);

    [Theory]
    [InlineData(600, "systolicMmHg", 180, "", "A12", 2)]
    [InlineData(600, "systolicMmHg", 179, "", "", 4)]
    [InlineData(600, "diastolicMmHg", 110, "", "A12", 2)]
    [InlineData(600, "systolicMmHg", 185, "chestPain", "A11,A12", 1)]
    [InlineData(100, "systolicMmHg", 185, "chestPain", "", 4)]
    [InlineData(600, "glucoseMmolPerL", 16.7, "", "A23", 2)]
    [InlineData(600, "glucoseMmolPerL", 16.6, "", "", 4)]
    [InlineData(600, "glucoseMmolPerL", 20, "vomiting", "A09,A23", 1)]
    [InlineData(600, "glucoseMmolPerL", 3.9, "", "A10", 1)]
    [InlineData(600, "spO2Percent", 89, "", "A04", 1)]
    [InlineData(600, "spO2Percent", 90, "", "", 4)]
    [InlineData(2, "temperatureC", 38, "", "P08", 1)]
    [InlineData(3, "temperatureC", 38.5, "", "", 4)]
    [InlineData(3, "temperatureC", 39, "", "P13", 2)]
    [InlineData(6, "temperatureC", 40, "", "", 4)]
    [InlineData(8, "respiratoryRatePerMin", 51, "", "P14", 2)]
    [InlineData(8, "respiratoryRatePerMin", 61, "", "P06,P14", 1)]
    [InlineData(30, "spO2Percent", 95, "", "P14", 2)]
    [InlineData(11, "heartRatePerMin", 160, "", "", 4)]
    [InlineData(11, "heartRatePerMin", 161, "", "P15", 2)]
    [InlineData(14, "heartRatePerMin", 151, "", "P15", 2)]
    public void Measurements_raise_the_flags_of_their_age_and_symptoms(
        int ageMonths, string field, double value, string symptom, string flags, int urgency)
    {
        var complaint = Complaint.Empty with { Symptoms = symptom.Length == 0 ? [] : [symptom] };
        var assessment = Assessment.Of(complaint, With(field, (decimal)value), _today.AddMonths(-ageMonths), _today);
        Assert.Equal(flags, string.Join(',', assessment.Hits.Select(hit => hit.Flag.Id).Order(StringComparer.Ordinal)));
        Assert.Equal(urgency, assessment.Urgency);
        Assert.All(assessment.Hits, hit => Assert.Equal(RedFlagReason.VitalSigns, hit.Because));
    }

    [Fact]
    public void A_reported_flag_that_is_also_measured_counts_once_as_reported()
    {
        var complaint = Complaint.Empty with { RedFlags = ["A23", "A16"] };
        var assessment = Assessment.Of(complaint, With("glucoseMmolPerL", 17), new DateOnly(1960, 1, 1), _today);
        Assert.Equal(["A16", "A23"], assessment.Hits.Select(hit => hit.Flag.Id));
        Assert.All(assessment.Hits, hit => Assert.Equal(RedFlagReason.Reported, hit.Because));
    }

    [Fact]
    public void Every_rule_names_a_flag_a_vital_sign_and_symptoms_that_exist()
    {
        Assert.All(VitalSignRule.All, rule =>
        {
            Assert.NotNull(RedFlagList.Find(rule.FlagId));
            Assert.Contains(VitalSignRanges.All, range => range.Field == rule.Field);
            Assert.All(rule.WithSymptoms, symptom => Assert.True(SymptomList.IsKnown(symptom), symptom));
            rule.Applies(With(rule.Field, rule.Limit), 12, []);
        });
    }

    [Fact]
    public void Every_shipped_red_flag_says_in_both_languages_what_to_do_and_that_nobody_reviewed_it()
    {
        Assert.Equal(41, RedFlagList.All.Count);
        Assert.All(RedFlagList.All, flag =>
        {
            Assert.All(
                new[] { flag.Text.Zh, flag.Text.En, flag.Action.Zh, flag.Action.En, flag.Source },
                text => Assert.False(string.IsNullOrWhiteSpace(text), flag.Id));
            Assert.InRange(flag.Tier, 1, 2);
            Assert.Equal(ReviewStatus.Unreviewed, flag.ReviewStatus);
        });
    }

    [Theory]
    [InlineData("temperatureC", 24.9, false)]
    [InlineData("temperatureC", 45, true)]
    [InlineData("heightCm", -1, false)]
    [InlineData("spO2Percent", 101, false)]
    [InlineData("glucoseMmolPerL", 5.6, true)]
    public void What_nobody_has_is_refused_with_its_field(string field, double value, bool isPlausible)
    {
        var refusal = With(field, (decimal)value).Check();
        Assert.Equal(isPlausible ? null : "vital_signs.implausible", refusal?.Code);
        Assert.True(isPlausible || (string?)refusal!.Details!["field"] == field);
    }

    [Fact]
    public void A_diastolic_pressure_is_below_the_systolic_one()
    {
        var refusal = (VitalSigns.None with { SystolicMmHg = 120, DiastolicMmHg = 120 }).Check();
        Assert.Equal("diastolicMmHg", refusal!.Details!["field"]);
        Assert.Null((VitalSigns.None with { SystolicMmHg = 120, DiastolicMmHg = 80 }).Check());
    }

    private static VitalSigns With(string field, decimal value) => field switch
    {
        "temperatureC" => VitalSigns.None with { TemperatureC = value },
        "systolicMmHg" => VitalSigns.None with { SystolicMmHg = value },
        "diastolicMmHg" => VitalSigns.None with { DiastolicMmHg = value },
        "heartRatePerMin" => VitalSigns.None with { HeartRatePerMin = value },
        "respiratoryRatePerMin" => VitalSigns.None with { RespiratoryRatePerMin = value },
        "spO2Percent" => VitalSigns.None with { SpO2Percent = value },
        "glucoseMmolPerL" => VitalSigns.None with { GlucoseMmolPerL = value },
        "heightCm" => VitalSigns.None with { HeightCm = value },
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
