using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Identity;

internal static class IdentitySetup
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<Account>(options => options.Password = new PasswordOptions
        {
            // Long is what counts; rules about signs make people write passwords down.
            RequiredLength = 12,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
        }).AddUserStore<UserOnlyStore<Account, TelehealthDb, Guid>>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<WebOptions>>((passkeys, web) => Passkeys.Configure(passkeys, web.Value));
        services.AddScoped<Passkeys>();
        services.AddScoped<Challenges>();
        services.AddScoped<Authenticators>();
        services.AddScoped<Proofs>();
        services.AddScoped<FailedSignIns>();
        services.AddScoped<Credentials>();
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SessionChecks>();
        services.AddHttpContextAccessor();
        services.AddScoped<StaffSessions>();
        services.AddScoped<PatientSessions>();
        SessionCookies.Add(builder);
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        AddKeys(builder);
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(StepUpWall.CheckAsync);
    }

    private static void AddKeys(WebApplicationBuilder builder)
    {
        var storage = StorageOptions.From(builder.Configuration, builder.Environment.ContentRootPath);
        var keys = builder.Services.AddDataProtection().SetApplicationName("Telehealth");
        if (storage.UsesPostgreSql)
        {
            builder.Services.AddSingleton<KeyRows>();
            builder.Services.AddOptions<KeyManagementOptions>()
                .Configure<KeyRows>((options, rows) => options.XmlRepository = rows);
        }
        else
        {
            keys.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(storage.DataFolder, "keys")));
        }
    }
}
