using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Teleconsult.Application;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Watch;
using Teleconsult.Infrastructure;
using Teleconsult.Infrastructure.Notifications;
using Teleconsult.Infrastructure.Photos;
using Teleconsult.Web.Api;
using Teleconsult.Web.Console;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Setup;

/// <summary>What the host is made of.</summary>
internal static class HostSetup
{
    public static void AddHost(this WebApplicationBuilder builder, HostSettings settings)
    {
        Directory.CreateDirectory(settings.DataFolder);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(p => new LogHead(settings.LogHeadPath, p.GetRequiredService<TimeProvider>()));
        builder.Services.AddApplication();
        builder.Services.AddWorkers();
        AddStorage(builder.Services, settings.Database, new StorageSettings(settings.Connection, settings.MasterKeyPath, settings.KeyShareFolder));
        builder.Configuration["Photos:FileSystem:Folder"] ??= settings.PhotoFolder;
        builder.Configuration["Uploads:Folder"] ??= settings.UploadFolder;
        builder.Services.AddPhotos(builder.Configuration);
        builder.Services.AddUploads();
        builder.Services.AddNotifications(builder.Configuration);
        builder.Services.AddHostedService(p => ActivatorUtilities.CreateInstance<OutgoingHeartbeat>(
            p, (IReadOnlyList<string>)HeartbeatCheck.Expected, new HttpClient { Timeout = TimeSpan.FromSeconds(15) }));
        builder.Services.AddSingleton(HostSettings.MonthsOf(builder.Configuration));
        builder.Services.AddSingleton(new WatchSettings(
            NodeName(builder.Configuration, settings.DataFolder), HeartbeatCheck.Expected, builder.Configuration.GetValue("Watch:Workers", true)));
        builder.Services.AddSingleton(CanarySetup.Read(builder.Configuration));
        builder.Services.AddSingleton<DemoNetwork>();
        AddIdentity(builder.Services);
        builder.Services.AddConsole(); // after Identity, whose cookie it sends to the console's own door
        AddApi(builder.Services);
        AddTelemetry(builder);
    }

    /// <summary>Stays over a restart; two nodes of one machine have data folders of their own.</summary>
    private static string NodeName(ConfigurationManager configuration, string dataFolder)
    {
        var named = configuration["Watch:Node"] is { Length: > 0 } name
            ? name : $"{Environment.MachineName}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..6]}";
        return named[..Math.Min(named.Length, 120)];
    }

    private static void AddStorage(IServiceCollection services, DatabaseKind database, StorageSettings storage) => _ = database switch
    {
        DatabaseKind.PostgreSql => services.AddPostgreSqlStorage(storage),
        _ => services.AddSqliteStorage(storage),
    };

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Teleconsult");
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, keys) => options.XmlRepository = keys);
        var authentication = services.AddAuthentication(IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies();
        authentication.AddBearerToken(IdentityConstants.BearerScheme, tokens =>
        {
            tokens.BearerTokenExpiration = TimeSpan.FromMinutes(30);
            tokens.RefreshTokenExpiration = TimeSpan.FromDays(60); // a worker may be without network for weeks
            tokens.Events = new BearerTokenEvents { OnMessageReceived = TakeTokenOfSocket };
        });
        services.AddIdentityCore<TeleconsultUser>(identity =>
            {
                identity.Password.RequiredLength = 12; // length over character classes: NIST SP 800-63B §5.1.1
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 8;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<TeleconsultDb>().AddSignInManager().AddDefaultTokenProviders();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "teleconsult";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = to => AnswerAsync(to, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = to => AnswerAsync(to, StatusCodes.Status403Forbidden);
        });
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddScoped<DeviceRegister>();
        services.AddScoped<FirstPassword>();
        Policies.Add(services);
    }

    /// <summary>A person is led to a page; a program, or an image of a page, gets the status: a page with 200 would look like a photo.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> to, int status)
    {
        if (to.Request.Path.StartsWithSegments("/api"))
        {
            to.Response.StatusCode = status;
        }
        else
        {
            to.Response.Redirect(to.RedirectUri);
        }

        return Task.CompletedTask;
    }

    private static void AddApi(IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // one sentence for an unreadable body, in production too
        services.ConfigureHttpJsonOptions(o => Json.Make(o.SerializerOptions));
        services.AddOpenApi("v1");
        services.AddSingleton<Problems>();
        services.AddExceptionHandler<Problems>();
        services.AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = 16 * 1024;
                hub.StreamBufferCapacity = 64;
            })
            .AddJsonProtocol(o => Json.Make(o.PayloadSerializerOptions));
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", tags: ["ready"])
            .AddCheck<PhotoStoreCheck>("photos", tags: ["ready"])
            .AddCheck<LostPhotosCheck>("photos-lost", tags: ["ready"])
            .AddCheck<HeartbeatCheck>("heartbeat", tags: ["heartbeat"]);
    }

    /// <summary>A browser's WebSocket cannot send headers: the hub alone takes the token from the query, which is never logged.</summary>
    private static Task TakeTokenOfSocket(MessageReceivedContext context)
    {
        if (context.HttpContext.Request.Path.StartsWithSegments("/hubs") && context.Request.Query["access_token"].FirstOrDefault() is { Length: > 0 } token)
        {
            context.Token = token;
        }

        return Task.CompletedTask;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
        {
            return;
        }

        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .AddMeter("Teleconsult.Photos", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "System.Runtime")
            .AddOtlpExporter().Build());
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().AddSource("Microsoft.AspNetCore").AddOtlpExporter().Build());
        builder.Services.AddHostedService<Telemetry>();
    }

    /// <summary>Starts the exporters with the host and flushes them with its end.</summary>
    private sealed class Telemetry(MeterProvider meters, TracerProvider traces) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            meters.ForceFlush(2_000);
            traces.ForceFlush(2_000);
            return Task.CompletedTask;
        }
    }
}
