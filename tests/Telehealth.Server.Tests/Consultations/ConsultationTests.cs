using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Triage;
using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>The state machine as a table: where it stands, what is asked, where it stands then or why not.</summary>
public sealed class ConsultationTests
{
    private static readonly DateTimeOffset _now = new(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly DateOnly _born = new(1990, 1, 1);
    private static readonly Guid _doctor = Guid.Parse("00000000-0000-0000-0000-000000000001");

    [Theory]
    [InlineData("planned", "join", "Waiting", null)]
    [InlineData("planned", "leave", "Planned", null)]
    [InlineData("planned", "accept", "Planned", "consultation.not_waiting")]
    [InlineData("planned", "handBack", "Planned", "consultation.not_in_progress")]
    [InlineData("planned", "end", "Planned", "consultation.not_in_progress")]
    [InlineData("planned", "cancel", "Cancelled", null)]
    [InlineData("planned", "note", "Planned", "consultation.not_in_progress")]
    [InlineData("planned", "sign", "Planned", "note.not_ended")]
    [InlineData("waiting", "join", "Waiting", null)]
    [InlineData("waiting", "leave", "Planned", null)]
    [InlineData("waiting", "accept", "InProgress", null)]
    [InlineData("waiting", "handBack", "Waiting", "consultation.not_in_progress")]
    [InlineData("waiting", "end", "Waiting", "consultation.not_in_progress")]
    [InlineData("waiting", "cancel", "Cancelled", null)]
    [InlineData("waiting", "sign", "Waiting", "note.not_ended")]
    [InlineData("inProgress", "join", "InProgress", "consultation.not_planned")]
    [InlineData("inProgress", "leave", "InProgress", "consultation.not_waiting")]
    [InlineData("inProgress", "accept", "InProgress", "consultation.not_waiting")]
    [InlineData("inProgress", "handBack", "Waiting", null)]
    [InlineData("inProgress", "end", "Ended", null)]
    [InlineData("inProgress", "cancel", "InProgress", "consultation.closed")]
    [InlineData("inProgress", "note", "InProgress", null)]
    [InlineData("inProgress", "sign", "InProgress", "note.not_ended")]
    [InlineData("inProgress", "complaint", "InProgress", "consultation.closed")]
    [InlineData("ended", "accept", "Ended", "consultation.not_waiting")]
    [InlineData("ended", "handBack", "Ended", "consultation.not_in_progress")]
    [InlineData("ended", "end", "Ended", "consultation.not_in_progress")]
    [InlineData("ended", "cancel", "Ended", "consultation.closed")]
    [InlineData("ended", "note", "Ended", null)]
    [InlineData("ended", "sign", "Completed", null)]
    [InlineData("completed", "join", "Completed", "consultation.not_planned")]
    [InlineData("completed", "end", "Completed", "consultation.not_in_progress")]
    [InlineData("completed", "note", "Completed", null)]
    [InlineData("completed", "sign", "Completed", "note.amendment_reason_missing")]
    [InlineData("completed", "amend", "Completed", null)]
    [InlineData("cancelled", "join", "Cancelled", "consultation.not_planned")]
    [InlineData("cancelled", "accept", "Cancelled", "consultation.not_waiting")]
    [InlineData("cancelled", "complaint", "Cancelled", "consultation.closed")]
    public void A_consultation_goes_from_state_to_state_by_the_table(string from, string action, string to, string? code)
    {
        var consultation = At(from);
        Assert.Equal(code, Do(consultation, action)?.Code);
        Assert.Equal(to, consultation.Status.ToString());
    }

    [Fact]
    public void A_claim_with_a_fence_that_was_seen_before_is_refused()
    {
        var consultation = At("inProgress");
        consultation.HandBack(_now);
        Assert.Equal("consultation.not_waiting", consultation.Accept(_doctor, 7, _now)?.Code);
        Assert.Null(consultation.Accept(_doctor, 8, _now));
    }

    [Fact]
    public void Handing_back_keeps_the_place_and_leaving_gives_it_up()
    {
        var consultation = At("inProgress");
        consultation.HandBack(_now);
        Assert.Equal(_now, consultation.QueuedAt);
        consultation.LeaveQueue();
        Assert.Null(consultation.QueuedAt);
    }

    [Fact]
    public void Red_flags_raise_the_urgency_and_nothing_lowers_it_while_the_patient_waits()
    {
        var consultation = At("waiting");
        Assert.Equal(4, consultation.Urgency);
        consultation.SaveComplaint(Scenes.Cough with { RedFlags = ["A16"] }, _born, _now);
        Assert.Equal(2, consultation.Urgency);
        consultation.SaveComplaint(Scenes.Cough with { RedFlags = ["A01", "A16"] }, _born, _now);
        Assert.Equal(1, consultation.Urgency);
        consultation.SaveComplaint(Scenes.Cough, _born, _now);
        Assert.Equal(1, consultation.Urgency);
        Assert.Equal(ConsultationStatus.Waiting, consultation.Status);
    }

    [Fact]
    public void A_case_is_sent_by_the_age_in_China_that_it_was_written_by()
    {
        var justAfterMidnight = new DateTimeOffset(2040, 6, 14, 16, 30, 0, TimeSpan.Zero);
        var born = new DateOnly(2040, 3, 15);
        var warm = VitalSigns.None with { TemperatureC = 38.5m };
        var consultation = At("planned");
        Assert.Null(consultation.SaveCase(Complaint.Empty with { Text = "哭闹" }, "", warm, 4, born, justAfterMidnight));
        Assert.Equal(4, consultation.Urgency);
        Assert.Null(consultation.Submit(consultation.DepartmentId, 4, born, justAfterMidnight));
    }

    [Fact]
    public void A_signed_version_keeps_its_text_when_the_note_is_amended()
    {
        var consultation = At("ended");
        consultation.SaveNote(Scenes.FinishedNote, 1, _now);
        var (first, _) = Sign(consultation, null, "");
        consultation.SaveNote(Scenes.FinishedNote with { Advice = "住院" }, 2, _now);
        var (second, _) = Sign(consultation, "漏写", first!.ContentHash);
        Assert.Equal((1, 2), (first.Version, second!.Version));
        Assert.Equal(Scenes.FinishedNote.Advice, first.Text.Advice);
        Assert.Equal("漏写", second.AmendmentReason);
        Assert.NotEqual(first.ContentHash, second.ContentHash);
    }

    private static Consultation At(string state)
    {
        var consultation = new Consultation
        {
            Id = Guid.CreateVersion7(_now),
            Kind = ConsultationKind.Direct,
            PatientId = Guid.CreateVersion7(_now),
            DepartmentId = Guid.CreateVersion7(_now),
            RequestedByPractitionerId = Guid.CreateVersion7(_now),
            RequestingInstitutionId = Guid.CreateVersion7(_now),
            CreatedAt = _now,
        };
        consultation.AcceptConsent("1", _now);
        consultation.SaveComplaint(Scenes.Cough, _born, _now);
        string[] way = state switch
        {
            "planned" => [],
            "waiting" => ["join"],
            "inProgress" => ["join", "accept"],
            "ended" => ["join", "accept", "note", "end"],
            "completed" => ["join", "accept", "note", "end", "sign", "note"],
            "cancelled" => ["cancel"],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        Assert.All(way, step => Assert.Null(Do(consultation, step)));
        return consultation;
    }

    private static Refusal? Do(Consultation consultation, string action) => action switch
    {
        "join" => consultation.JoinQueue(_now),
        "leave" => consultation.LeaveQueue(),
        "accept" => consultation.Accept(_doctor, 7, _now),
        "handBack" => consultation.HandBack(_now),
        "end" => consultation.End(_now),
        "cancel" => consultation.Cancel("no longer needed", _now),
        "complaint" => consultation.SaveComplaint(Complaint.Empty, _born, _now),
        "note" => consultation.SaveNote(Scenes.FinishedNote, consultation.NoteVersions + 1, _now),
        "sign" => Sign(consultation, null, "").Refusal,
        "amend" => Sign(consultation, "a slip of the pen", "").Refusal,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private static (NoteVersion? Signed, Refusal? Refusal) Sign(Consultation consultation, string? reason, string previousHash) =>
        consultation.Sign(
            consultation.NoteDraft?.Text ?? new NoteText("", "", [], null, ""), consultation.NoteVersions + 1, reason, new LocalizedName("李", "Li"), new LocalizedName("院", "Hospital"), previousHash, _now);
}
