using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>For what somebody shows once more who they are.</summary>
public enum StepUpPurpose
{
    Sign,
    Export,
    BreakGlass,

    /// <summary>Passwords, passkeys, authenticators and accounts.</summary>
    Keys,
    Roles,
}

/// <summary>That the holder of a session showed who they are a moment ago. Handlers of routes that need it take it as a parameter.</summary>
internal sealed record StepUp(Guid Id, Guid SessionId, SignInMethod Method, DateTimeOffset At)
{
    public static ValueTask<StepUp?> BindAsync(HttpContext context) => new(context.Features.Get<StepUp>());
}

/// <summary>A step-up as stored: good for one purpose, in one session, once.</summary>
internal sealed class StepUpRow
{
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required StepUpPurpose Purpose { get; init; }

    public required SignInMethod Method { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Method and path of the request that it was used for.</summary>
    public string? UsedFor { get; init; }
}

internal sealed class StepUpTable : IEntityTypeConfiguration<StepUpRow>
{
    public void Configure(EntityTypeBuilder<StepUpRow> builder)
    {
        builder.ToTable("StepUps");
        builder.Property(row => row.UsedFor).HasMaxLength(200);
        builder.HasOne<StaffSession>().WithMany().HasForeignKey(row => row.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.SessionId);
    }
}

/// <summary>What a route demands.</summary>
/// <param name="MayRepeat">The same request may come again with the same step-up: it names itself and does nothing twice.</param>
internal sealed record StepUpNeed(StepUpPurpose Purpose, bool MayRepeat);

/// <summary>Lets nobody on to a route that needs a step-up without one that is fresh and unused.</summary>
internal static class StepUpWall
{
    public const string Header = "X-Telehealth-Step-Up";

    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    public static RouteHandlerBuilder NeedsStepUp(this RouteHandlerBuilder route, StepUpPurpose purpose, bool mayRepeat = false) =>
        route.WithMetadata(new StepUpNeed(purpose, mayRepeat));

    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StepUpNeed>() is not { } need)
        {
            await next(context);
            return;
        }

        var session = CurrentStaff.From(context.User)?.SessionId;
        var used = Guid.TryParse(context.Request.Headers[Header], out var id) && session is not null
            ? await UseAsync(context, id, session.Value, need)
            : null;
        if (used is null)
        {
            await RefusalResults.WriteAsync(context, IdentityRefusals.StepUpRequired(need.Purpose));
            return;
        }

        context.Features.Set(used);
        await next(context);
    }

    private static async Task<StepUp?> UseAsync(HttpContext context, Guid id, Guid session, StepUpNeed need)
    {
        var services = context.RequestServices;
        var rows = services.GetRequiredService<TelehealthDb>().Set<StepUpRow>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var request = $"{context.Request.Method} {context.Request.Path}";
        var used = await rows
            .Where(row => row.Id == id && row.SessionId == session && row.Purpose == need.Purpose && row.At > now - GoodFor)
            .Where(row => row.UsedAt == null || (need.MayRepeat && row.UsedFor == request))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.UsedAt, now).SetProperty(row => row.UsedFor, request), context.RequestAborted);
        return used == 0
            ? null
            : await rows.Where(row => row.Id == id).Select(row => new StepUp(row.Id, row.SessionId, row.Method, row.At))
                .SingleAsync(context.RequestAborted);
    }
}
