namespace Telehealth.Directory.Demo;

public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Password of every demo account; set in Development only, the server refuses to start with it elsewhere.</summary>
    public string? Password { get; init; }
}
