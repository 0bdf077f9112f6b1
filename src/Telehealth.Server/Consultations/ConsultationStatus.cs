namespace Telehealth.Consultations;

public enum ConsultationKind
{
    /// <summary>The patient comes alone, by a link.</summary>
    Direct,

    /// <summary>A clinic doctor sits beside the patient.</summary>
    ClinicMediated,
}

/// <summary>planned -> waiting -> inProgress -> ended -> completed; cancelled from planned or waiting.</summary>
public enum ConsultationStatus
{
    Planned,
    Waiting,
    InProgress,

    /// <summary>The talk is over, the note is not signed yet.</summary>
    Ended,

    /// <summary>The note is signed.</summary>
    Completed,
    Cancelled,
}
