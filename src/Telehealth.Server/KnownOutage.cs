namespace Telehealth;

/// <summary>What to say when the error comes of something that is away, and null when it is a fault of ours. Whoever wraps that
/// something registers it.</summary>
public delegate Refusal? KnownOutage(Exception error);
