using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Triage;
using Telehealth.Directory;
using Telehealth.Directory.Demo;
using Telehealth.Identity;
using Telehealth.Lab;
using Telehealth.Storage;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers.Chaos;

/// <param name="Sender">Whose case it is, by number.</param>
internal sealed record PreparedCase(Guid Id, int Sender);

/// <summary>People and cases put into the database before the run, and the rows read from it afterwards; everything in between goes
/// through the front door.</summary>
internal sealed class Clinic(string connection)
{
    /// <summary>Clinic doctors who send the cases; they write in the chat too.</summary>
    public static readonly (string UserName, Guid Id)[] Senders = [("clinic-ma", DemoIds.Practitioner(13)), ("clinic-gao", DemoIds.Practitioner(15))];

    public static Guid Department { get; } = DemoIds.Department(5);

    private const int Batch = 1_000;
    private static readonly Complaint _cough = new(["cough"], "", ComplaintDuration.Days, ComplaintSeverity.Mild, []);

    /// <summary>Specialists of one department, each with an account and the demo's password.</summary>
    public async Task<(string UserName, Guid Id)[]> AddSpecialistsAsync(int count, CancellationToken cancellation)
    {
        await using var db = Open();
        var demo = await db.Set<Account>().FirstAsync(cancellation);
        var people = Enumerable.Range(1, count).Select(number => (UserName: $"chaos-{number}", Id: Guid.CreateVersion7())).ToArray();
        foreach (var (userName, id) in people)
        {
            db.Add(new Practitioner
            {
                Id = id,
                Name = new LocalizedName(userName, userName),
                LicenceNumber = userName,
                IndependentSince = new DateOnly(2010, 1, 1),
                RegisteredInstitutionId = DemoIds.Institution(DemoSites.CountyHospital),
            });
            db.Add(new Account
            {
                Id = Guid.CreateVersion7(),
                PractitionerId = id,
                UserName = userName,
                NormalizedUserName = userName.ToUpperInvariant(),
                PasswordHash = demo.PasswordHash,
                SecurityStamp = id.ToString("N"),
                SecondFactor = SecondFactor.Exempt,
            });
            db.Add(new PractitionerRole
            {
                Id = Guid.CreateVersion7(),
                PractitionerId = id,
                Role = StaffRole.Specialist,
                InstitutionId = DemoIds.Institution(DemoSites.CountyHospital),
                DepartmentId = Department,
            });
        }

        await db.SaveChangesAsync(cancellation);
        return people;
    }

    /// <summary>Cases that are ready to be submitted, each of a patient of its own.</summary>
    public async Task<PreparedCase[]> AddCasesAsync(int count, CancellationToken cancellation)
    {
        var cases = new List<PreparedCase>();
        var now = WitnessLog.Now;
        var born = new DateOnly(1970, 1, 1);
        while (cases.Count < count)
        {
            await using var db = Open();
            for (var i = Math.Min(Batch, count - cases.Count); i > 0; i--)
            {
                var sender = cases.Count % Senders.Length;
                var site = DemoIds.Institution(sender == 0 ? DemoSites.Liuhe : DemoSites.Shiqiao);
                var patient = new Patient
                {
                    Id = Guid.CreateVersion7(now),
                    Name = $"病人{cases.Count}",
                    Gender = Gender.Female,
                    BirthDate = born,
                    Village = "",
                    Phone = "",
                    InstitutionId = site,
                };
                var staff = new CurrentStaff(Senders[sender].Id, Guid.Empty, StaffRole.ClinicDoctor, site, null);
                var opened = ConsultationRequest.New(ConsultationKind.ClinicMediated, patient.Id, Department, staff, now);
                opened.SaveCase(_cough, "", VitalSigns.None, Assessment.LeastUrgent, born, now);
                db.AddRange(patient, opened);
                cases.Add(new PreparedCase(opened.Id, sender));
            }

            await db.SaveChangesAsync(cancellation);
        }

        return [.. cases];
    }

    /// <summary>What is still under way: patients who wait or are treated, and events that wait for their handlers.</summary>
    public async Task<(int Waiting, int Events)> LeftAsync(CancellationToken cancellation)
    {
        await using var db = Open();
        return (
            await db.Set<Consultation>().CountAsync(row => row.Status == ConsultationStatus.Waiting, cancellation),
            await db.Set<OutboxRow>().CountAsync(cancellation));
    }

    public async Task WriteRowsAsync(WitnessLog log, IReadOnlySet<Guid> submitted, CancellationToken cancellation)
    {
        await using var db = Open();
        foreach (var row in await db.Set<Consultation>().AsNoTracking().ToListAsync(cancellation))
        {
            if (submitted.Contains(row.Id))
            {
                log.Write(new HistoryFact(WitnessKind.EntryRow)
                {
                    Subject = row.Id,
                    Department = row.DepartmentId,
                    By = row.DoctorPractitionerId?.ToString(),
                    Fence = row.ClaimFence,
                    Key = row.Status.ToString(),
                });
            }
        }

        foreach (var row in await db.Set<Consultations.Chat.ChatMessage>().AsNoTracking().ToListAsync(cancellation))
        {
            log.Write(new HistoryFact(WitnessKind.MessageRow)
            {
                Subject = row.ConsultationId,
                Sequence = row.Sequence,
                Key = Consultations.Chat.ChatMessage.KeyOf(row.SenderSeat, row.ClientMessageId),
            });
        }

        foreach (var row in await db.Set<OutboxRow>().AsNoTracking().ToListAsync(cancellation))
        {
            log.Write(new HistoryFact(WitnessKind.EventRow) { Subject = row.Id, By = row.EventName });
        }

        log.Write(new HistoryFact(WitnessKind.RowsComplete));
    }

    /// <summary>Without a pool, which would keep connections that died with a killed server.</summary>
    public static Clinic At(Laboratory lab) => new(lab.Postgres!.ConnectionString + ";Pooling=false");

    private PostgresTelehealthDb Open() => new(
        new DbContextOptionsBuilder<PostgresTelehealthDb>().UseNpgsql(connection).Options,
        new OutboxEvents([]),
        new OutboxSignal(),
        HistoryLog.Off,
        TimeProvider.System);
}
