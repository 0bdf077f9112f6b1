using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Telehealth.Storage;

internal static class StorageSetup
{
    /// <summary>Any number that nothing else in the database locks by.</summary>
    private const long PrepareLock = 7_303_014_512;

    /// <summary>A migration of a large table, or the wait for the node that makes it.</summary>
    private static readonly TimeSpan _longestPreparation = TimeSpan.FromMinutes(60);

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        var options = StorageOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        var services = builder.Services;
        RefuseNodesWithoutTruth(builder, options);
        services.AddSingleton(options);
        services.AddSingleton<KnownOutage>(StorageOutage.Explain);
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxWaker>();
        AddHandlers(services);
        if (options.UsesPostgreSql)
        {
            services.AddDbContext<TelehealthDb, PostgresTelehealthDb>((provider, db) =>
                Configure(db.UseNpgsql(options.PostgreSqlWithLimits), provider));
        }
        else
        {
            System.IO.Directory.CreateDirectory(options.DataFolder);
            services.AddDbContext<TelehealthDb, SqliteTelehealthDb>((provider, db) =>
                Configure(db.UseSqlite(SqliteConnectionString(options)), provider));
        }

        services.AddHostedService<OutboxDispatcher>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    /// <summary>Brings the tables up to date and, in Development, plants the demo consortium; of several nodes one does it.</summary>
    public static async Task PrepareStorageAsync(this WebApplication app)
    {
        var cancellation = app.Lifetime.ApplicationStopping;
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        db.Database.SetCommandTimeout(_longestPreparation);
        await db.Database.OpenConnectionAsync(cancellation);
        if (db is PostgresTelehealthDb)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({PrepareLock})", cancellation);
        }
        else
        {
            await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL", cancellation);
        }

        await db.Database.MigrateAsync(cancellation);
        foreach (var seed in scope.ServiceProvider.GetServices<DemoSeed>())
        {
            var step = app.Environment.IsDevelopment() ? seed.PlantAsync : seed.RefuseAsync;
            await step(scope.ServiceProvider, cancellation);
        }

        if (db is PostgresTelehealthDb)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({PrepareLock})", cancellation);
        }
    }

    /// <summary>A failed question or write is an exception to its caller, who answers it (two messages that want the same number) or lets it be logged as a failure.</summary>
    private static void Configure(DbContextOptionsBuilder db, IServiceProvider provider) =>
        db.AddInterceptors(provider.GetRequiredService<OutboxWaker>())
            .ConfigureWarnings(warnings => warnings
                .Throw(RelationalEventId.MultipleCollectionIncludeWarning)
                .Log((RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    /// <summary>Each node would keep a truth of its own in its own file. In Development nodes may share one file.</summary>
    private static void RefuseNodesWithoutTruth(WebApplicationBuilder builder, StorageOptions options)
    {
        if (!options.UsesPostgreSql && !string.IsNullOrEmpty(builder.Configuration["Coordination:Redis"]) && !builder.Environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                "Coordination:Redis joins several nodes, which need one database: set Storage:PostgreSql, or leave Coordination:Redis empty for one node alone.");
        }
    }

    /// <summary>The time-out is also how long a writer waits for another writer of the same file.</summary>
    private static string SqliteConnectionString(StorageOptions options) =>
        new SqliteConnectionStringBuilder { DataSource = options.SqliteFile, ForeignKeys = true, DefaultTimeout = 15 }.ToString();

    private static void AddHandlers(IServiceCollection services)
    {
        var handled = new List<Type>();
        foreach (var type in typeof(StorageSetup).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            var contracts = type.GetInterfaces()
                .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IHandle<>));
            foreach (var contract in contracts)
            {
                services.AddScoped(contract, type);
                handled.Add(contract.GenericTypeArguments[0]);
            }
        }

        services.AddSingleton(new OutboxEvents(handled));
    }
}
