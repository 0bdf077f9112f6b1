using System.Net;
using System.Text.Json;

namespace Telehealth.Benchmarks.Failover;

/// <summary>One consultation in progress, with the two who talk in it.</summary>
internal sealed record Talk(Guid Id, Person ClinicDoctor, Person Specialist);

/// <summary>A place in a queue that somebody was promised.</summary>
internal sealed record WaitingCase(Guid Id, Guid Department);

/// <summary>The demo consortium at work: cases that are talked about, and cases that wait.</summary>
internal sealed class Clinic : IDisposable
{
    // Every field stands in the request, measured or not.
    private static readonly Dictionary<string, decimal?> _noVitalSigns = new()
    {
        ["temperatureC"] = null,
        ["systolicMmHg"] = null,
        ["diastolicMmHg"] = null,
        ["heartRatePerMin"] = null,
        ["respiratoryRatePerMin"] = null,
        ["spO2Percent"] = null,
        ["glucoseMmolPerL"] = null,
        ["weightKg"] = null,
        ["heightCm"] = null,
    };

    private readonly List<(Person Doctor, Guid Patient, Guid Department)> _free = [];
    private readonly Dictionary<Guid, Person> _specialists = [];
    private readonly List<Person> _people = [];
    private readonly string[] _nodes;

    private Clinic(string[] nodes) => _nodes = nodes;

    public List<WaitingCase> Waiting { get; } = [];

    public static async Task<Clinic> OpenAsync(string[] nodes, CancellationToken cancellation)
    {
        var clinic = new Clinic(nodes);
        using var anybody = new Person(nodes);
        var signIns = (await anybody.GetAsync("/api/demo/sign-ins", cancellation)).EnumerateArray().ToArray();
        foreach (var one in signIns.Where(one => Text(one, "role") == "specialist"))
        {
            await clinic.AddSpecialistAsync(one, cancellation);
        }

        foreach (var one in signIns.Where(one => Text(one, "role") == "clinicDoctor"))
        {
            await clinic.AddClinicDoctorAsync(one, cancellation);
        }

        return clinic;
    }

    /// <summary>A case is opened, waits and is taken by a specialist.</summary>
    public async Task<Talk> TalkAsync(CancellationToken cancellation)
    {
        var (id, department, doctor) = await SubmitAsync(cancellation);
        await _specialists[department].PostAsync($"/api/consultations/{id}/accept", new { }, cancellation);
        return new Talk(id, doctor, _specialists[department]);
    }

    /// <summary>One more case waits, and stays.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var (id, department, _) = await SubmitAsync(cancellation);
        Waiting.Add(new WaitingCase(id, department));
    }

    /// <summary>Of those who were promised a place: how many have none, and how many have more than one.</summary>
    public async Task<(int Lost, int Doubled)> CountPlacesAsync(CancellationToken cancellation)
    {
        var places = new List<Guid>();
        foreach (var department in Waiting.Select(one => one.Department).Distinct())
        {
            var queue = await _specialists[department].GetAsync($"/api/departments/{department}/queue", cancellation);
            places.AddRange(Entries(queue).Select(entry => entry.TryGetProperty("consultationId", out var id) ? id.GetGuid() : entry.GetProperty("id").GetGuid()));
        }

        var counts = Waiting.Select(one => places.Count(place => place == one.Id)).ToArray();
        return (counts.Count(count => count == 0), counts.Count(count => count > 1));
    }

    public void Dispose() => _people.ForEach(person => person.Dispose());

    private async Task<(Guid Id, Guid Department, Person Doctor)> SubmitAsync(CancellationToken cancellation)
    {
        var (doctor, patient, department) = _free[0];
        _free.RemoveAt(0);
        var opened = await doctor.PostAsync("/api/consultations", new { patientId = patient, departmentId = department }, cancellation);
        var id = opened.GetProperty("id").GetGuid();
        await doctor.PutAsync(
            $"/api/consultations/{id}/case",
            new
            {
                complaint = new { symptoms = (string[])["cough"], text = "咳嗽三天", duration = "days", severity = "moderate", redFlags = Array.Empty<string>() },
                history = "",
                vitalSigns = _noVitalSigns,
                urgency = 3,
            },
            cancellation);
        try
        {
            await doctor.PostAsync($"/api/consultations/{id}/submit", new { departmentId = department, urgency = 3 }, cancellation);
        }
        catch (RefusedCall refused) when (refused.Status == HttpStatusCode.Conflict)
        {
            // The node that took it died before it could answer.
        }

        return (id, department, doctor);
    }

    private async Task AddSpecialistAsync(JsonElement signIn, CancellationToken cancellation)
    {
        var person = new Person(_nodes);
        _people.Add(person);
        var session = await person.SignInAsync(Text(signIn, "userName"), Text(signIn, "password"), cancellation);
        var active = session.GetProperty("activeRoleId").GetGuid();
        var role = session.GetProperty("roles").EnumerateArray().First(role => role.GetProperty("id").GetGuid() == active);
        _specialists.TryAdd(role.GetProperty("departmentId").GetGuid(), person);
    }

    private async Task AddClinicDoctorAsync(JsonElement signIn, CancellationToken cancellation)
    {
        var person = new Person(_nodes);
        _people.Add(person);
        await person.SignInAsync(Text(signIn, "userName"), Text(signIn, "password"), cancellation);
        var patients = await person.GetAsync("/api/patients?query=", cancellation);
        var askable = (await person.GetAsync("/api/departments", cancellation)).EnumerateArray()
            .Select(department => department.GetProperty("id").GetGuid()).Where(_specialists.ContainsKey).ToArray();
        foreach (var patient in patients.EnumerateArray().Select(patient => patient.GetProperty("id").GetGuid()))
        {
            if (!_free.Exists(free => free.Patient == patient))
            {
                _free.Add((person, patient, askable[_free.Count % askable.Length]));
            }
        }
    }

    private static JsonElement.ArrayEnumerator Entries(JsonElement queue) =>
        queue.ValueKind == JsonValueKind.Array ? queue.EnumerateArray() : queue.GetProperty("entries").EnumerateArray();

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
