using System.ComponentModel.DataAnnotations;

namespace Telehealth.Consultations.Queue;

/// <summary>How the desks of a department ring for an urgent patient: one doctor after the other, not all at once.</summary>
internal sealed class RingingOptions
{
    public const string Section = "Ringing";

    /// <summary>Patients of this level and of the more urgent ones ring; the others wait quietly.</summary>
    [Range(1, 4)]
    public int LeastUrgency { get; set; } = 2;

    /// <summary>So many seconds after one doctor the next one's desk rings.</summary>
    [Range(0, 300)]
    public int StepSeconds { get; set; } = 15;

    /// <summary>The same for level I, whose patients wait for nobody.</summary>
    [Range(0, 300)]
    public int LevelOneStepSeconds { get; set; } = 5;

    /// <summary>After so many seconds every desk rings that has not rung yet.</summary>
    [Range(0, 3600)]
    public int EverybodyAfterSeconds { get; set; } = 60;

    public TimeSpan StepOf(int urgency) => TimeSpan.FromSeconds(urgency == 1 ? LevelOneStepSeconds : StepSeconds);
}
