using Telehealth.Coordination;
using Telehealth.Telemetry;

namespace Telehealth;

/// <summary>Lets a node tell the others what went wrong on it: its telemetry knows, and its entry among the nodes carries it.</summary>
internal static class NodeFailures
{
    private const string Ours = "Telehealth.";

    public static void AddNodeFailures(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ListFailures>(provider =>
            () => [.. provider.GetRequiredService<RecentFailures>().Read().Take(NodeFailure.MostOfOneNode).Select(Shorten)]);

    /// <summary>Only of our own sentences is it known that no value stands in them.</summary>
    public static NodeFailure Shorten(Failure failure) => new(
        failure.LastAt,
        failure.Times,
        failure.Level,
        Cut(failure.Category)!,
        failure.Category.StartsWith(Ours, StringComparison.Ordinal) ? Cut(failure.Sentence) : null,
        Cut(failure.Exception));

    private static string? Cut(string? text) => text?.Length > NodeFailure.LongestText ? text[..NodeFailure.LongestText] : text;
}
