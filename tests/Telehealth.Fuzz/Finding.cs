namespace Telehealth.Fuzz;

/// <summary>An input that a parser must not answer as it did.</summary>
/// <param name="Kind">What went wrong and where; one finding is kept for each.</param>
/// <param name="Detail">The exception, or the figure that was too high.</param>
/// <param name="Input">The shortest input known to do it.</param>
internal sealed record Finding(string Kind, string Detail, byte[] Input);
