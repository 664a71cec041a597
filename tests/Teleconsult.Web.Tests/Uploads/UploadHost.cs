using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Infrastructure.Photos.Uploads;
using Xunit;

namespace Teleconsult.Web.Tests.Uploads;

/// <summary>
/// The real host on Kestrel, with its database and photo store in a folder of its own. Only signing in is short: the bearer token
/// is the person's id. Two hosts over one folder are two nodes.
/// </summary>
internal sealed class UploadHost : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly bool _ownsFolder;
    private bool _stopped;

    private UploadHost(Factory factory, string folder, bool ownsFolder)
    {
        Settings = factory.Settings;
        _factory = factory;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Address = factory.ClientOptions.BaseAddress;
    }

    public static NetworkId Network { get; } = new(Guid.CreateVersion7());

    /// <summary>Holds the database, <c>photos/</c> and <c>uploads/</c>.</summary>
    public string Folder { get; }
    public Uri Address { get; }
    public IServiceProvider Services => _factory.Services;

    /// <summary>Settings beside those that every test has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public static Task<UploadHost> StartAsync(
        string? folder = null, TimeProvider? clock = null, bool ownsFolder = false, IReadOnlyDictionary<string, string>? settings = null) => Task.Run(() =>
    {
        var place = folder ?? Directory.CreateTempSubdirectory("uploads").FullName;
        var factory = new Factory(place, clock ?? TimeProvider.System, settings ?? new Dictionary<string, string>());
        factory.UseKestrel(0);
        factory.StartServer();
        return new UploadHost(factory, place, ownsFolder || folder is null);
    });

    public HttpClient Client(Guid person) => new(new SocketsHttpHandler())
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", person.ToString()) },
    };

    /// <summary>A person with one role; a specialist answers for <paramref name="service"/>.</summary>
    public async Task<Guid> AddPersonAsync(Role role, ServiceId? service = null, NetworkId? network = null)
    {
        var person = new TeleconsultUser { Id = Guid.CreateVersion7(), UserName = Guid.NewGuid().ToString("n"), Name = "Nia", Network = network ?? Network };
        person.Assignments.Add(new AssignmentRow { User = person.Id, Role = role, Service = service });
        await SaveAsync(db => db.Users.Add(person));
        return person.Id;
    }

    /// <summary>A consult that announced these photos.</summary>
    public async Task<Guid> SubmitAsync(Guid requester, ServiceId? service, params DrawnPhoto[] photos)
    {
        var id = new ConsultId(Guid.CreateVersion7());
        var consult = Consult.Submit(
            id, Network, new FacilityId(Guid.CreateVersion7()), new PractitionerId(requester), new PatientId(Guid.CreateVersion7()), service,
            new PractitionerId(Guid.CreateVersion7()), Random.Shared.NextInt64(), "https://teleconsult.example/Questionnaire/general-dermatology|1.0.0",
            Urgency.Routine, DateTimeOffset.UtcNow,
            photos.Select(p => new PhotoAnnouncement(new PhotoId(p.Id), p.Slot, Laterality.None, p.Bytes.Length, p.Sha256, null, OriginalOf(p))), DateTimeOffset.UtcNow);
        consult.ClearPendingEvents();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        db.Consults.Add(consult);
        var vault = scope.ServiceProvider.GetRequiredService<WordVault>();
        foreach (var photo in photos)
        {
            await vault.PutBytesAsync(id.Value, WordKind.Preview, photo.Id, 1, [0xFF, 0xD8, 1, 2], CancellationToken.None);
            await db.SaveChangesAsync();
        }

        await db.SaveChangesAsync();
        return id.Value;
    }

    private static OriginalAnnouncement? OriginalOf(DrawnPhoto photo) =>
        photo.Original is { } original ? new OriginalAnnouncement(new PhotoId(original.Id), original.Bytes.Length, original.Sha256) : null;

    public async Task<ConsultPhoto> PhotoAsync(DrawnPhoto photo)
    {
        await using var scope = Services.CreateAsyncScope();
        var id = new PhotoId(photo.Id);
        return await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Photos.AsNoTracking().SingleAsync(p => p.Id == id);
    }

    public async Task<UploadRow?> RowAsync(DrawnPhoto photo)
    {
        await using var scope = Services.CreateAsyncScope();
        var id = new PhotoId(photo.Id);
        return await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Photo == id);
    }

    /// <summary>Bytes before those of the photo in the file of an upload in flight.</summary>
    public const int PartSalt = 16;

    /// <summary>The file of an upload in flight, where files are used.</summary>
    public string PartOf(DrawnPhoto photo) => Path.Combine(Folder, "uploads", $"{photo.Id:n}.part");

    /// <summary>As if a host had died when these bytes had come, and nothing else had been done with them.</summary>
    public async Task PutPartAsync(Guid consult, DrawnPhoto photo, byte[] bytes)
    {
        var parts = Services.GetRequiredService<IUploadParts>();
        await using var part = await parts.TryOpenAsync(new PhotoId(photo.Id), await KeyAsync(consult), create: true, force: false, CancellationToken.None);
        part!.Append(bytes);
        await part.FlushAsync(CancellationToken.None);
    }

    public async Task<byte[]> KeyAsync(Guid consult)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WordVault>().KeyAsync(consult, create: false, CancellationToken.None);
    }

    public async Task SaveAsync(Action<TeleconsultDb> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        change(db);
        await db.SaveChangesAsync();
    }

    /// <summary>Waits for a condition, and fails when it does not come.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < until, "What was waited for did not come within 30 seconds.");
            await Task.Delay(10);
        }
    }

    /// <summary>Ends the host; its folder stays.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _factory.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class Factory(string folder, TimeProvider clock, IReadOnlyDictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        public IReadOnlyDictionary<string, string> Settings => settings;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("Data:Folder", folder);
            builder.UseSetting("Logging:LogLevel:Default", "Error");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>().AddSingleton(clock);
                services.AddTransient<IdIsToken>();
                services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
                services.PostConfigure<AuthenticationOptions>(o => o.SchemeMap[IdentityConstants.BearerScheme].HandlerType = typeof(IdIsToken));
            });
        }
    }

    private sealed class IdIsToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var token = Request.Headers.Authorization.ToString();
            if (!token.StartsWith("Bearer ", StringComparison.Ordinal))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token[7..])], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(person, Scheme.Name)));
        }
    }
}
