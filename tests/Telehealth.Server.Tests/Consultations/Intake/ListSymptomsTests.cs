namespace Telehealth.Consultations.Intake;

public sealed class ListSymptomsTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Everybody_may_read_the_symptoms_and_each_has_a_name_in_both_languages()
    {
        var symptoms = await app.AnonymousClient().GetAsync<Symptom[]>("/api/symptoms");
        Assert.NotEmpty(symptoms);
        Assert.Equal(symptoms.Length, symptoms.Select(symptom => symptom.Code).Distinct().Count());
        Assert.All(symptoms, symptom => Assert.False(
            string.IsNullOrWhiteSpace(symptom.Name.Zh) || string.IsNullOrWhiteSpace(symptom.Name.En), symptom.Code));
    }
}
