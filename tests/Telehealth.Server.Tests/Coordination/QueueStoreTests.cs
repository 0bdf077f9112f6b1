using Telehealth.Consultations.Queue;

namespace Telehealth.Coordination;

/// <summary>The contract of a queue store; each implementation runs all of it.</summary>
public abstract class QueueStoreTests
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly Guid _department = Guid.CreateVersion7();
    private readonly Guid _doctor = Guid.CreateVersion7();
    private readonly Guid _otherDoctor = Guid.CreateVersion7();

    protected ManualClock Clock { get; } = new();

    /// <summary>What the database says waits, by department.</summary>
    protected List<QueueEntry> Rows { get; } = [];

    internal abstract IQueueStore Store { get; }

    protected Task<IReadOnlyList<QueueEntry>> ReadRows(Guid departmentId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<QueueEntry>>(departmentId == _department ? [.. Rows] : []);
    }

    [Fact]
    public async Task Urgent_entries_stand_before_those_that_wait_longer()
    {
        var calm = await EnqueueAsync(urgency: 4, waitingMinutes: 90);
        var soonest = await EnqueueAsync(urgency: 1, waitingMinutes: 1);
        var longer = await EnqueueAsync(urgency: 3, waitingMinutes: 20);
        var shorter = await EnqueueAsync(urgency: 3, waitingMinutes: 10);

        Assert.Equal([soonest.Id, longer.Id, shorter.Id, calm.Id], await ListAsync());
    }

    [Fact]
    public async Task Entering_twice_keeps_one_place_and_the_later_urgency()
    {
        var entry = await EnqueueAsync(urgency: 4, waitingMinutes: 5);
        var other = await EnqueueAsync(urgency: 3, waitingMinutes: 1);

        Assert.Null(await Store.EnqueueAsync(_department, entry with { Urgency = 2 }, Cancellation));

        Assert.Equal([entry.Id, other.Id], await ListAsync());
    }

    [Fact]
    public async Task A_removed_entry_has_no_place_and_removing_again_is_fine()
    {
        var entry = await EnqueueAsync();

        Assert.Null(await Store.RemoveAsync(_department, entry.Id, Cancellation));
        Assert.Null(await Store.RemoveAsync(_department, entry.Id, Cancellation));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Departments_do_not_see_each_other()
    {
        var entry = await EnqueueAsync();

        Assert.Empty((await Store.ListAsync(Guid.CreateVersion7(), Cancellation)).Entries);
        Assert.Null((await Store.ClaimAsync(Guid.CreateVersion7(), entry.Id, _doctor, Cancellation)).Claim);
    }

    [Fact]
    public async Task The_next_claim_takes_the_first_and_an_empty_queue_gives_none()
    {
        var later = await EnqueueAsync(waitingMinutes: 1);
        var first = await EnqueueAsync(waitingMinutes: 9);

        Assert.Equal(first.Id, (await NextAsync(_doctor))?.EntryId);
        Assert.Equal(later.Id, (await NextAsync(_doctor))?.EntryId);
        Assert.Null(await NextAsync(_doctor));
    }

    [Fact]
    public async Task A_claimed_entry_is_nobody_elses_but_the_claimant_may_ask_again()
    {
        var entry = await EnqueueAsync();
        var claim = await ClaimAsync(entry.Id, _doctor);

        Assert.Null(await ClaimAsync(entry.Id, _otherDoctor));
        Assert.Empty(await ListAsync());
        Assert.True((await ClaimAsync(entry.Id, _doctor))!.Fence > claim!.Fence);
    }

    [Fact]
    public async Task Many_claimants_at_once_get_different_entries()
    {
        for (var i = 0; i < 20; i++)
        {
            await EnqueueAsync(waitingMinutes: i);
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => NextAsync(Guid.CreateVersion7())));

        var taken = claims.OfType<Claim>().ToList();
        Assert.Equal(20, taken.Select(claim => claim.EntryId).Distinct().Count());
        Assert.Equal(20, taken.Select(claim => claim.Fence).Distinct().Count());
        Assert.Equal(20, taken.Count);
    }

    [Fact]
    public async Task A_released_claim_returns_to_its_old_place_and_the_next_fence_is_higher()
    {
        var first = await EnqueueAsync(waitingMinutes: 9);
        var second = await EnqueueAsync(waitingMinutes: 1);
        var claim = await NextAsync(_doctor);

        Assert.Null(await Store.ReleaseAsync(_department, claim!, Cancellation));

        Assert.Equal([first.Id, second.Id], await ListAsync());
        Assert.True((await NextAsync(_otherDoctor))!.Fence > claim!.Fence);
    }

    [Fact]
    public async Task A_late_release_does_not_take_the_entry_from_its_new_claimant()
    {
        var entry = await EnqueueAsync();
        var late = await ClaimAsync(entry.Id, _doctor);
        await Store.ReleaseAsync(_department, late!, Cancellation);
        await ClaimAsync(entry.Id, _otherDoctor);

        await Store.ReleaseAsync(_department, late!, Cancellation);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_claim_that_nobody_settles_returns_to_the_queue()
    {
        var entry = await EnqueueAsync();
        var lost = await NextAsync(_doctor);

        Clock.Advance(QueueRules.ClaimLifetime);

        Assert.Equal([entry.Id], await ListAsync());
        Assert.True((await NextAsync(_otherDoctor))!.Fence > lost!.Fence);
    }

    [Fact]
    public async Task Claims_are_counted_until_they_are_settled_given_back_or_over()
    {
        var nobody = Guid.CreateVersion7();
        var settled = await ClaimAsync((await EnqueueAsync()).Id, _doctor);
        var released = await ClaimAsync((await EnqueueAsync()).Id, _otherDoctor);
        await ClaimAsync((await EnqueueAsync()).Id, _doctor);
        await EnqueueAsync();
        Assert.Equal([0, 3], await CountAsync(nobody, _department));

        await Store.RemoveAsync(_department, settled!.EntryId, Cancellation);
        await Store.ReleaseAsync(_department, released!, Cancellation);
        Assert.Equal([1, 0], await CountAsync(_department, nobody));

        Clock.Advance(QueueRules.ClaimLifetime);
        Assert.Equal([0], await CountAsync(_department));
        Assert.Empty(await CountAsync());
    }

    [Fact]
    public async Task A_settled_claim_stays_out()
    {
        var claim = await ClaimAsync((await EnqueueAsync()).Id, _doctor);

        await Store.RemoveAsync(_department, claim!.EntryId, Cancellation);
        Clock.Advance(QueueRules.ClaimLifetime);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_store_that_knows_nothing_starts_from_the_rows()
    {
        var first = NewEntry(urgency: 2, waitingMinutes: 1);
        var second = NewEntry(urgency: 3, waitingMinutes: 60);
        Rows.AddRange([second, first]);

        Assert.Equal([first.Id, second.Id], await ListAsync());
        Assert.Equal(first.Id, (await NextAsync(_doctor))?.EntryId);
    }

    [Fact]
    public async Task A_fence_is_above_the_highest_that_a_row_has_seen()
    {
        var fence = QueueRules.FenceFloor(Clock.GetUtcNow()) + 5_000_000;
        Rows.Add(NewEntry() with { LastFence = fence });

        Assert.True((await NextAsync(_doctor))!.Fence > fence);
    }

    [Fact]
    public async Task The_missing_are_added_and_nobody_else_is_changed()
    {
        var known = await EnqueueAsync(urgency: 4, waitingMinutes: 3);
        var taken = await EnqueueAsync(waitingMinutes: 9);
        var claim = await NextAsync(_doctor);
        var missing = NewEntry();

        var (added, refusal) = await Store.AddMissingAsync(_department, [missing, taken, known with { Urgency = 1 }], Cancellation);

        Assert.Equal((1, null), (added, refusal));
        Assert.Equal([missing.Id, known.Id], await ListAsync());
        Assert.Null(await ClaimAsync(taken.Id, _otherDoctor));
        await Store.RemoveAsync(_department, claim!.EntryId, Cancellation);
        Assert.Equal(1, (await Store.AddMissingAsync(_department, [taken], Cancellation)).Added);
    }

    [Fact]
    public async Task What_the_row_said_before_a_claim_does_not_end_it_and_a_hand_back_does()
    {
        var entry = await EnqueueAsync();
        var claim = await NextAsync(_doctor);

        await Store.EnqueueAsync(_department, entry with { Urgency = 2 }, Cancellation);
        Assert.Empty(await ListAsync());
        Assert.Null(await ClaimAsync(entry.Id, _otherDoctor));

        await Store.EnqueueAsync(_department, entry with { LastFence = claim!.Fence }, Cancellation);
        Assert.True((await NextAsync(_otherDoctor))!.Fence > claim.Fence);
    }

    [Fact]
    public async Task A_released_claim_returns_with_what_was_learnt_meanwhile()
    {
        var other = await EnqueueAsync(urgency: 2);
        var entry = await EnqueueAsync(urgency: 1);
        var claim = await NextAsync(_doctor);
        await Store.EnqueueAsync(_department, entry with { Urgency = 4 }, Cancellation);

        await Store.ReleaseAsync(_department, claim!, Cancellation);

        Assert.Equal([other.Id, entry.Id], await ListAsync());
    }

    [Fact]
    public async Task Nobody_less_urgent_goes_before_somebody_overdue_and_long_waiting_wins_otherwise()
    {
        var longest = await EnqueueAsync(urgency: 4, waitingMinutes: 239);
        var overdue = await EnqueueAsync(urgency: 3, waitingMinutes: 30);
        var soon = await EnqueueAsync(urgency: 3, waitingMinutes: 29);
        var urgent = await EnqueueAsync(urgency: 2);

        Assert.Equal([urgent.Id, overdue.Id, longest.Id, soon.Id], await ListAsync());
        Assert.Equal(
            [urgent.Id, overdue.Id, longest.Id, soon.Id],
            new[] { await NextAsync(_doctor), await NextAsync(_doctor), await NextAsync(_doctor), await NextAsync(_doctor) }
                .Select(claim => claim!.EntryId));
    }

    [Fact]
    public async Task A_doctor_gets_a_known_patient_or_one_of_the_same_language_who_came_a_little_later()
    {
        var first = await EnqueueAsync(NewEntry(waitingMinutes: 20) with { Language = "bo" });
        var tooLate = await EnqueueAsync(NewEntry(waitingMinutes: 9) with { PreviousDoctorId = _doctor });
        var language = await EnqueueAsync(NewEntry(waitingMinutes: 16) with { Language = "zh" });
        var known = await EnqueueAsync(NewEntry(waitingMinutes: 12) with { PreviousDoctorId = _doctor });
        var doctor = new Claimant(_doctor, ["en", "zh"]);

        Assert.Equal(
            [known.Id, language.Id, first.Id, tooLate.Id],
            QueueOrder.Explain(QueueRuleList.Policy, await EntriesAsync(), doctor, Clock.GetUtcNow()).Select(place => place.EntryId));
        foreach (var expected in new[] { known, language, first, tooLate })
        {
            Assert.Equal(expected.Id, (await Store.ClaimNextAsync(_department, doctor, Cancellation)).Claim!.EntryId);
        }
    }

    [Fact]
    public async Task The_overdue_and_the_red_are_passed_over_by_nobody()
    {
        var red = await EnqueueAsync(urgency: 1, waitingMinutes: 1);
        await EnqueueAsync(NewEntry(urgency: 1) with { PreviousDoctorId = _doctor });
        Assert.Equal(red.Id, (await NextAsync(_doctor))!.EntryId);
    }

    [Fact]
    public async Task Who_waits_for_a_doctor_by_name_is_that_doctors_alone()
    {
        var named = await EnqueueAsync(NewEntry(waitingMinutes: 5) with { NamedDoctorId = _doctor });
        var anybody = await EnqueueAsync(waitingMinutes: 6);
        var later = await EnqueueAsync(waitingMinutes: 4);

        Assert.Null(await ClaimAsync(named.Id, _otherDoctor));
        Assert.Equal(anybody.Id, (await NextAsync(_doctor))!.EntryId);
        Assert.Equal(later.Id, (await NextAsync(_otherDoctor))!.EntryId);
        Assert.Null(await NextAsync(_otherDoctor));
        Assert.Equal(named.Id, (await NextAsync(_doctor))!.EntryId);
    }

    [Fact]
    public async Task A_named_patient_given_to_everybody_stands_in_one_line_only()
    {
        var named = await EnqueueAsync(NewEntry() with { NamedDoctorId = _doctor });
        await Store.EnqueueAsync(_department, named with { NamedDoctorId = null }, Cancellation);

        Assert.Equal(named.Id, (await NextAsync(_otherDoctor))!.EntryId);
        Assert.Null(await NextAsync(_doctor));
    }

    [Fact]
    public async Task A_claimed_named_patient_returns_to_the_named_doctor()
    {
        var named = await EnqueueAsync(NewEntry() with { NamedDoctorId = _doctor });
        await NextAsync(_doctor);
        Clock.Advance(QueueRules.ClaimLifetime);

        Assert.Null(await NextAsync(_otherDoctor));
        Assert.Equal(named.Id, (await NextAsync(_doctor))!.EntryId);
    }

    [Fact]
    public async Task What_is_listed_is_what_was_entered()
    {
        var entry = NewEntry(urgency: 2) with { NamedDoctorId = _doctor, PreviousDoctorId = _otherDoctor, Language = "ug" };
        await EnqueueAsync(entry);
        Assert.Equal([entry], await EntriesAsync());
    }

    protected async Task<IReadOnlyList<QueueEntry>> EntriesAsync()
    {
        var (entries, refusal) = await Store.ListAsync(_department, Cancellation);
        Assert.Null(refusal);
        return entries;
    }

    protected async Task<IReadOnlyList<Guid>> ListAsync() =>
        [.. QueueOrder.Explain(QueueRuleList.Policy, await EntriesAsync(), null, Clock.GetUtcNow()).Select(place => place.EntryId)];

    protected Task<QueueEntry> EnqueueAsync(int urgency = 3, int waitingMinutes = 0) =>
        EnqueueAsync(NewEntry(urgency, waitingMinutes));

    protected async Task<QueueEntry> EnqueueAsync(QueueEntry entry)
    {
        Assert.Null(await Store.EnqueueAsync(_department, entry, Cancellation));
        return entry;
    }

    protected async Task<Claim?> NextAsync(Guid claimant)
    {
        var (claim, refusal) = await Store.ClaimNextAsync(_department, new Claimant(claimant), Cancellation);
        Assert.Null(refusal);
        return claim;
    }

    private QueueEntry NewEntry(int urgency = 3, int waitingMinutes = 0) =>
        new(Guid.CreateVersion7(), urgency, Clock.GetUtcNow() - TimeSpan.FromMinutes(waitingMinutes));

    private async Task<IReadOnlyList<int>> CountAsync(params Guid[] departments)
    {
        var (counts, refusal) = await Store.CountClaimsAsync(departments, Cancellation);
        Assert.Null(refusal);
        return counts;
    }

    private async Task<Claim?> ClaimAsync(Guid entryId, Guid claimant)
    {
        var (claim, refusal) = await Store.ClaimAsync(_department, entryId, claimant, Cancellation);
        Assert.Null(refusal);
        return claim;
    }
}

public sealed class MemoryQueueStoreTests : QueueStoreTests
{
    public MemoryQueueStoreTests() => Store = new MemoryQueueStore(Clock, ReadRows, QueueRuleList.Policy);

    internal override IQueueStore Store { get; }
}
