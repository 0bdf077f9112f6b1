using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Telehealth.Operations;

/// <summary>An app beside which other nodes stand, and an operator who looks.</summary>
internal static class OperationsApp
{
    public static TelehealthApp Beside(params OtherNode.Script[] nodes) => new()
    {
        AddServices = services =>
        {
            foreach (var node in nodes)
            {
                services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<OtherNode>(provider, node));
            }
        },
    };

    public static Task<HttpClient> OperatorAsync(this TelehealthApp app) => app.SignInAsync("admin-qian");

    public static async Task<OperationsView> LookUntilAsync(this HttpClient theOperator, string what, Func<OperationsView, bool> isSo)
    {
        OperationsView? seen = null;
        await Wait.UntilAsync(
            async () =>
            {
                seen = await theOperator.GetAsync<OperationsView>("/api/operations");
                return isSo(seen) ? null : what;
            });
        return seen!;
    }
}
