using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

public sealed partial class ProtocolDocumentTests
{
    private static readonly string _document = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "protocol.md"));

    [Theory]
    [InlineData(typeof(ClinicHub))]
    [InlineData(typeof(RoomHub))]
    public void Every_hub_method_is_described(Type hub)
    {
        var methods = hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(Hub));

        Assert.All(methods, method => Assert.Contains($"| `{method.Name}` |", _document));
    }

    [Theory]
    [InlineData(typeof(IClinicClient))]
    [InlineData(typeof(IRoomClient))]
    public void Every_event_is_described(Type client) =>
        Assert.All(client.GetMethods(), method => Assert.Contains($"| `{method.Name}` |", _document));

    [Theory]
    [InlineData(typeof(RoomRefusals))]
    [InlineData(typeof(RealtimeRefusals))]
    [InlineData(typeof(CoordinationRefusals))]
    public void Every_refusal_is_described(Type refusals) => Assert.All(
        refusals.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Refusal>(),
        refusal => Assert.Contains($"`{refusal.Code}`", _document));

    [Fact]
    public void Nothing_is_described_that_does_not_exist()
    {
        var known = new[] { typeof(ClinicHub), typeof(RoomHub), typeof(IClinicClient), typeof(IRoomClient) }
            .SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet();

        Assert.All(MethodRow().Matches(_document), row => Assert.Contains(row.Groups[1].Value, known));
    }

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex MethodRow();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
