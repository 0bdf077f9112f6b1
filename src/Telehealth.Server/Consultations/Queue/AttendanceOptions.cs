using System.ComponentModel.DataAnnotations;

namespace Telehealth.Consultations.Queue;

/// <summary>How long somebody who was called, or who called, may stay away.</summary>
internal sealed class AttendanceOptions
{
    public const string Section = "Attendance";

    /// <summary>A doctor may mark a patient as not come after the patient was not seen for this long.</summary>
    [Range(5, 3600)]
    public int PatientSeconds { get; set; } = 180;

    /// <summary>Who did not come keeps the old place for this long.</summary>
    [Range(1, 1440)]
    public int KeepPlaceMinutes { get; set; } = 20;

    /// <summary>A consultation may be taken from its doctor after the doctor was not seen for this long.</summary>
    [Range(10, 86400)]
    public int DoctorSeconds { get; set; } = 300;

    public TimeSpan PatientUnseen => TimeSpan.FromSeconds(PatientSeconds);

    public TimeSpan PlaceKept => TimeSpan.FromMinutes(KeepPlaceMinutes);

    public TimeSpan DoctorUnseen => TimeSpan.FromSeconds(DoctorSeconds);
}
