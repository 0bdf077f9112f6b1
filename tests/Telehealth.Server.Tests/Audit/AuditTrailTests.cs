using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Audit;

public sealed class AuditTrailTests : IAsyncDisposable
{
    private static readonly AuditEntry _something = new("do-something", AuditOutcome.Done, new AuditWhat("thing", null));

    private readonly TelehealthApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Who_signs_in_stands_in_the_audit_with_role_and_institution()
    {
        var entry = Assert.Single(await _app.WrittenByAsync(() => _app.SignInAsync("dr-li")));

        Assert.Equal(("sign-in", AuditOutcome.Done, "account"), (entry.Action, entry.Outcome, entry.TargetKind));
        Assert.NotNull(entry.ActorId);
        Assert.NotNull(entry.RoleId);
        Assert.NotNull(entry.InstitutionId);
        Assert.Equal(_app.Clock.GetUtcNow(), entry.At);
        Assert.Equal("staff", (string?)entry.Read()["who"]!["kind"]);
    }

    [Theory]
    [InlineData("dr-li", true)]
    [InlineData("my-password-by-mistake", false)]
    public async Task Wrong_passwords_and_the_lock_out_stand_there_without_what_was_typed(string userName, bool exists)
    {
        var visitor = _app.AnonymousClient();
        var written = await _app.WrittenByAsync(async () =>
        {
            for (var attempt = 1; attempt <= 6; attempt++)
            {
                using var answer = await visitor.PostAsJsonAsync("/api/session", new { userName, password = "wrong" });
            }
        });

        Assert.All(written, entry => Assert.Equal(("sign-in", AuditOutcome.Refused), (entry.Action, entry.Outcome)));
        Assert.Equal(
            [.. Enumerable.Repeat("session.wrong_credentials", 5), "session.locked_out"],
            written.OrderBy(entry => entry.Sequence).Select(entry => (string?)entry.Read()["code"]));
        Assert.All(written, entry => Assert.Equal(exists, entry.TargetId is not null));
        Assert.DoesNotContain(written, entry => entry.Read().ToJsonString().Contains(userName, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Another_role_stands_there_too()
    {
        var doctor = await _app.SignInAsync("dr-li");
        var role = (await doctor.GetAsync<SessionView>("/api/session")).Roles[0].Id;

        var entry = Assert.Single(await _app.WrittenByAsync(
            () => doctor.PutAsync<SessionView>("/api/session/role", new { roleId = role })));

        Assert.Equal(("switch-role", role), (entry.Action, entry.TargetId));
    }

    [Fact]
    public async Task Each_chain_counts_without_a_gap_and_each_entry_holds_the_hash_of_the_one_before()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _app.SignInAsync("dr-li")).Append(_app.SignInAsync("dr-zhang")));

        foreach (var chain in (await _app.AuditAsync()).GroupBy(entry => entry.Chain))
        {
            var hash = new byte[32];
            foreach (var (entry, number) in chain.OrderBy(entry => entry.Sequence).Select((entry, index) => (entry, index + 1)))
            {
                Assert.Equal(number, entry.Sequence);
                hash = ChainedEntry.HashOf(hash, entry.Body);
                Assert.Equal(hash, entry.Hash);
            }
        }
    }

    [Fact]
    public async Task What_is_said_of_a_change_is_stored_with_it_or_not_at_all()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var trail = scope.ServiceProvider.GetRequiredService<AuditTrail>();
        var row = OutboxEvents.ToRow("a fact that nobody handles", _app.Clock.GetUtcNow());

        var written = await _app.WrittenByAsync(async () =>
        {
            trail.Add(_something);
            db.Add(row);
            await db.SaveChangesAsync();
        });
        Assert.Equal("system", (string?)Assert.Single(written).Read()["who"]!["kind"]);

        written = await _app.WrittenByAsync(async () =>
        {
            db.ChangeTracker.Clear();
            trail.Add(_something);
            db.Add(row);
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            db.ChangeTracker.Clear();
            await db.SaveChangesAsync();
        });
        Assert.Empty(written);
    }

    [Fact]
    public async Task Without_an_audit_nobody_signs_in_and_nothing_changes()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        await db.Database.ExecuteSqlAsync($"""ALTER TABLE "AuditEntries" RENAME TO "AuditEntriesAway" """);

        await _app.AnonymousClient().TryPostAsync("/api/session", new { userName = "dr-li", password = "telehealth-demo" })
            .IsRefusedAsync(HttpStatusCode.ServiceUnavailable, "audit.unavailable");
        await _app.AnonymousClient().TryPostAsync("/api/session", new { userName = "dr-li", password = "wrong" })
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");

        scope.ServiceProvider.GetRequiredService<AuditTrail>().Add(_something);
        db.Add(OutboxEvents.ToRow("a fact that nobody handles", _app.Clock.GetUtcNow()));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => db.SaveChangesAsync());
        Assert.Equal("audit.unavailable", refused.Refusal.Code);
        Assert.Equal(0, await db.Set<OutboxRow>().CountAsync());

        await db.Database.ExecuteSqlAsync($"""ALTER TABLE "AuditEntriesAway" RENAME TO "AuditEntries" """);
        await _app.SignInAsync("dr-li");
    }
}
