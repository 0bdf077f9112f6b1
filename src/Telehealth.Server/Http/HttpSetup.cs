using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.FileProviders;

namespace Telehealth.Http;

internal static class HttpSetup
{
    /// <summary>What every process of ours has, also one without pages.</summary>
    public static void AddHttpBasics(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddExceptionHandler<UnhandledExceptions>();
        AddProxies(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }

    public static void AddHttp(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<JsonOptions>(options => Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        ValidationFilter.AddValidators(services);
        RateLimits.Add(builder);
        ApiDocument.Add(services);
        UseWebRoot(builder);
    }

    /// <summary>Of a process without pages: hubs, health and what nodes tell each other.</summary>
    public static void UseHttpBasics(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.ApplyAsync);
        app.UseExceptionHandler(_ => { });
        app.UseRouting();
        app.Use(Walls.RequireOwnOriginAsync);
        app.Use(BodyLimit.ApplyAsync);
    }

    public static void UseHttp(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.Use(SecurityHeaders.ApplyAsync);
        app.UseExceptionHandler(_ => { });
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api => api.UseStatusCodePages(context => RefusalResults.WriteBareStatusAsync(context.HttpContext)));
        app.UseRouting();
        app.UseMiddleware<WebClient>();
        app.UseRateLimiter();
        app.Use(Walls.RequireHeaderAsync);
        app.Use(Walls.RequireOwnOriginAsync);
        app.Use(BodyLimit.ApplyAsync);
    }

    public static void MapApiDocument(this WebApplication app) => app.MapOpenApi().AllowAnonymous();

    /// <summary>What crosses the wire is strict both ways: unknown members, numbers as text and missing fields are refused.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static void AddProxies(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(HttpOptions.Section).Get<HttpOptions>() ?? new HttpOptions();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            if (options.ProxyNetworks.Length == 0)
            {
                return;
            }

            forwarded.ForwardedHeaders = ForwardedHeaders.All;
            foreach (var network in options.ProxyNetworks)
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
    }

    /// <summary>The folder may not exist yet when the server starts before the first web build.</summary>
    private static void UseWebRoot(WebApplicationBuilder builder)
    {
        var environment = builder.Environment;
        var folder = environment.WebRootPath ?? Path.Combine(environment.ContentRootPath, "wwwroot");
        environment.WebRootPath = System.IO.Directory.CreateDirectory(folder).FullName;
        environment.WebRootFileProvider = new PhysicalFileProvider(environment.WebRootPath);
    }
}
