using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Telehealth.Http;

public sealed class FailureTests
{
    [Fact]
    public async Task A_bug_answers_with_a_trace_id_and_without_a_word_of_the_exception()
    {
        await using var app = new TelehealthApp
        {
            AddServices = services => services.AddSingleton<IStartupFilter, BrokenPath>(),
        };

        var problem = await app.AnonymousClient().GetAsync("/api/reaches-the-end")
            .IsRefusedAsync(HttpStatusCode.InternalServerError, "request.failed");

        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>Breaks every request from inside: a response that throws when it starts would be too late to answer.</summary>
    private sealed class BrokenPath : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use(static (HttpContext _, RequestDelegate _) => throw new InvalidOperationException("secret"));
        };
    }
}
