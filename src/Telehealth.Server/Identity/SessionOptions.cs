using System.ComponentModel.DataAnnotations;

namespace Telehealth.Identity;

public sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>How long a sign-in of staff holds at most, whether it is used or not.</summary>
    [Range(1, 24)]
    public int Hours { get; init; } = 12;
}
