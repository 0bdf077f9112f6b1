using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Telehealth.Coordination;

/// <summary>By what name and address the others know this process.</summary>
internal static class NodeAddresses
{
    public static NodeRole RoleOf(IConfiguration configuration) =>
        configuration["Role"] is not { Length: > 0 } word ? NodeRole.All
        : Enum.TryParse<NodeRole>(word, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role
        : throw new InvalidOperationException("Role is all, web or media.");

    public static ThisNode Describe(IServiceProvider services, IConfiguration configuration)
    {
        var role = RoleOf(configuration);
        var publicUrl = role == NodeRole.Web ? "" : configuration["Rooms:NodeUrl"] ?? "";
        return new ThisNode(
            publicUrl.Length > 0 ? publicUrl : configuration["Telemetry:NodeName"] is { Length: > 0 } name ? name : Environment.MachineName,
            publicUrl,
            role,
            () => FindInternalUrl(services),
            services.GetRequiredService<TimeProvider>());
    }

    /// <summary>What is configured, else where the server listens: a listener on all addresses is reached by the machine's name.</summary>
    private static string FindInternalUrl(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<NodesOptions>>().Value.InternalUrl is { Length: > 0 } configured)
        {
            return configured.TrimEnd('/');
        }

        var listening = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var plain = listening.FirstOrDefault(address => address.StartsWith("http://", StringComparison.Ordinal)) ?? listening.FirstOrDefault();
        return plain is null ? "" : WithName(BindingAddress.Parse(plain));
    }

    private static string WithName(BindingAddress address) =>
        $"{address.Scheme}://{(address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? Environment.MachineName : address.Host)}:{address.Port}";
}
