using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>A year of a department's queue, event by event, on the real store, order and estimates: patients come by hour, weekday and
/// season, some for one doctor, some leave or are not there when called, some are handed back; doctors have shifts and leave.</summary>
internal sealed class QueueYear
{
    private static readonly Guid _department = Guid.CreateVersion7();
    private static readonly TimeSpan _historySpan = TimeSpan.FromDays(28);
    private static readonly double[] _byHour = [2, 5, 6, 5, 2, 2.5, 5, 5, 4, 2];
    private static readonly double[] _byWeekday = [0, 1.2, 1.05, 1, 1, 0.95, 0.6];

    private readonly SeededDice _dice;
    private readonly ManualClock _clock = new(new DateTimeOffset(2041, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryQueueStore _store;
    private readonly QueuePolicy _policy = QueueRuleList.Policy;
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Number)> _events = new();
    private readonly Doctor[] _doctors;
    private readonly Dictionary<Guid, SimulatedPatient> _waiting = [];
    private readonly Dictionary<Guid, List<PastWait>> _visits = [];
    private readonly Dictionary<Guid, WaitHistory> _histories = [];
    private int _numbers;

    public QueueYear(ulong seed)
    {
        _dice = new SeededDice(seed);
        _store = new MemoryQueueStore(_clock, (_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]), _policy);
        _doctors = [.. Enumerable.Range(0, 5).Select(number => new Doctor(new Claimant(_dice.Id(), number == 0 ? ["zh", "ug"] : ["zh"])))];
    }

    public List<SeenPatient> Seen { get; } = [];

    /// <summary>What an observer found wrong while patients were called.</summary>
    public List<string> Wrong { get; } = [];

    public int Explained { get; private set; }

    public int Left { get; private set; }

    public int Absent { get; private set; }

    /// <summary>The share of those with an estimate who were seen within it.</summary>
    public static double Covered(IEnumerable<SeenPatient> seen, Func<WaitEstimate, int?> minutes) => seen
        .Where(one => minutes(one.Estimate) is not null)
        .Average(one => one.Wait.TotalMinutes <= minutes(one.Estimate) ? 1.0 : 0.0);

    public async Task RunAsync(int days)
    {
        var start = _clock.GetUtcNow();
        for (var day = 0; day < days; day++)
        {
            await DayAsync(start.AddDays(day), day);
        }
    }

    private async Task DayAsync(DateTimeOffset morning, int day)
    {
        var weekday = day % 7;
        if (_byWeekday[weekday] == 0)
        {
            return;
        }

        foreach (var (line, visits) in _visits)
        {
            visits.RemoveAll(visit => visit.StartedAt < morning - _historySpan);
            _histories[line] = WaitHistory.Of(_policy, visits.TakeLast(1000));
        }

        foreach (var doctor in _doctors)
        {
            doctor.LeaveDays = doctor.LeaveDays > 0 ? doctor.LeaveDays - 1 : _dice.Falls(0.02) ? _dice.Between(3, 15) : 0;
            doctor.IsThere = false;
            if (doctor.LeaveDays == 0 && _dice.Falls(0.75))
            {
                At(morning.AddHours(8).AddMinutes(_dice.Between(0, 15)), () => doctor.IsThere = true);
                At(morning.AddHours(12), () => doctor.IsThere = false);
                At(morning.AddHours(13).AddMinutes(30 + _dice.Between(0, 10)), () => doctor.IsThere = true);
            }
        }

        var season = 1 + (0.12 * Math.Sin(2 * Math.PI * day / 365));
        for (var hour = 0; hour < _byHour.Length; hour++)
        {
            for (var count = _dice.Poisson(_byHour[hour] * _byWeekday[weekday] * season * 2.2); count > 0; count--)
            {
                At(morning.AddHours(7.75 + hour + _dice.Share()), Arrive);
            }
        }

        // Doctors stay until everybody was seen; the clock goes on in steps because the store's claims fall due on it.
        while (_events.TryDequeue(out var act, out var when))
        {
            _clock.Advance(when.At - _clock.GetUtcNow());
            act();
            await CallAsync();
        }

        foreach (var patient in _waiting.Values.ToList())
        {
            await LeaveAsync(patient);
        }
    }

    private void Arrive()
    {
        var now = _clock.GetUtcNow();
        var dice = _dice.Share();
        var named = dice < 0.1 ? _dice.OneOf(_doctors) : null;
        var entry = new QueueEntry(
            _dice.Id(),
            Pick(_dice.Share(), 0.01, 0.08, 0.45),
            now,
            0,
            named?.IsThere == true ? named.Claimant.Id : null,
            _dice.Falls(0.4) ? _dice.OneOf(_doctors).Claimant.Id : null,
            _dice.Falls(0.1) ? "ug" : "zh");
        var patient = new SimulatedPatient(entry, Estimate(entry), _dice.Falls(0.04));
        _waiting[entry.Id] = patient;
        Await(_store.EnqueueAsync(_department, entry, CancellationToken.None));
        if (_dice.Falls(0.03))
        {
            At(now.AddMinutes(_dice.Between(10, 120)), () => Await(LeaveAsync(patient)));
        }

        if (entry.Urgency > 2 && _dice.Falls(0.02))
        {
            At(now.AddMinutes(_dice.Between(5, 40)), () => Await(RaiseAsync(patient)));
        }
    }

    private WaitEstimate? Estimate(QueueEntry entry)
    {
        var now = _clock.GetUtcNow();
        var line = entry.NamedDoctorId ?? Guid.Empty;
        if (!_histories.TryGetValue(line, out var history))
        {
            return null;
        }

        var others = _waiting.Values.Select(patient => patient.Entry).Where(other => other.NamedDoctorId == entry.NamedDoctorId);
        var place = QueueOrder.Explain(_policy, [.. others, entry], null, now).Single(position => position.EntryId == entry.Id).Place;
        return history.Estimate(entry.Urgency, place - 1, LineActivity.At(now, _visits[line]));
    }

    private async Task RaiseAsync(SimulatedPatient patient)
    {
        if (_waiting.ContainsKey(patient.Entry.Id))
        {
            // Whoever gets worse is another case than the one the estimate was for.
            patient.Entry = patient.Entry with { Urgency = 2 };
            patient.Estimate = null;
            await _store.EnqueueAsync(_department, patient.Entry, CancellationToken.None);
        }
    }

    private async Task LeaveAsync(SimulatedPatient patient)
    {
        if (_waiting.Remove(patient.Entry.Id))
        {
            Left++;
            await _store.RemoveAsync(_department, patient.Entry.Id, CancellationToken.None);
        }
    }

    private async Task CallAsync()
    {
        foreach (var doctor in _doctors.Where(doctor => doctor is { IsThere: true, IsBusy: false }))
        {
            var now = _clock.GetUtcNow();
            var (entries, _) = await _store.ListAsync(_department, CancellationToken.None);
            var open = entries.Where(entry => entry.NamedDoctorId is null || entry.NamedDoctorId == doctor.Claimant.Id).ToList();
            var (claim, _) = await _store.ClaimNextAsync(_department, doctor.Claimant, CancellationToken.None);
            if (claim is null)
            {
                if (open.Count > 0)
                {
                    Wrong.Add($"{open.Count} wait and nobody is called");
                }

                continue;
            }

            Explained += QueueObserver.Watch(_policy, open, doctor.Claimant, now, claim, Wrong);
            await _store.RemoveAsync(_department, claim.EntryId, CancellationToken.None);
            See(doctor, _waiting[claim.EntryId], now);
        }
    }

    private void See(Doctor doctor, SimulatedPatient patient, DateTimeOffset now)
    {
        doctor.IsBusy = true;
        _waiting.Remove(patient.Entry.Id);
        if (patient.IsAbsent)
        {
            Absent++;
            At(now.AddMinutes(3), () => doctor.IsBusy = false);
            return;
        }

        var minutes = Math.Exp(2.3 + (0.5 * _dice.Normal()));
        if (_dice.Falls(0.02))
        {
            At(now.AddMinutes(Math.Min(minutes, 4)), () =>
            {
                doctor.IsBusy = false;
                patient.Estimate = null;
                _waiting[patient.Entry.Id] = patient;
                Await(_store.EnqueueAsync(_department, patient.Entry with { LastFence = long.MaxValue / 2 }, CancellationToken.None));
            });
            return;
        }

        if (patient.Estimate is { } estimate)
        {
            Seen.Add(new SeenPatient(patient.Entry, now - patient.Entry.QueuedAt, estimate));
        }

        if (!_visits.TryGetValue(patient.Entry.NamedDoctorId ?? Guid.Empty, out var visits))
        {
            _visits[patient.Entry.NamedDoctorId ?? Guid.Empty] = visits = [];
        }

        var end = now.AddMinutes(minutes);
        visits.Add(new PastWait(doctor.Claimant.Id, patient.Entry.Urgency, patient.Entry.QueuedAt, now, end));
        At(end, () => doctor.IsBusy = false);
    }

    private static int Pick(double dice, double red, double urgent, double prompt) =>
        dice < red ? 1 : dice < red + urgent ? 2 : dice < red + urgent + prompt ? 3 : 4;

    private static void Await(Task task) => task.GetAwaiter().GetResult();

    private void At(DateTimeOffset when, Action act)
    {
        var now = _clock.GetUtcNow();
        _events.Enqueue(act, (when < now ? now : when, _numbers++));
    }

    private sealed record Doctor(Claimant Claimant)
    {
        public bool IsThere { get; set; }

        public bool IsBusy { get; set; }

        public int LeaveDays { get; set; }
    }

    private sealed record SimulatedPatient(QueueEntry Entry, WaitEstimate? Estimate, bool IsAbsent)
    {
        public QueueEntry Entry { get; set; } = Entry;

        public WaitEstimate? Estimate { get; set; } = Estimate;
    }
}

internal sealed record SeenPatient(QueueEntry Entry, TimeSpan Wait, WaitEstimate Estimate);
