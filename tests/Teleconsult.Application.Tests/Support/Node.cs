using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.Timers;
using Teleconsult.Domain;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Tests.Support;

/// <summary>One running host without doors: the services of the application on a real database. Two of them are two nodes.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>The version of a case that was submitted to a service without photos: it was sent, and offered to somebody.</summary>
    public const int Begun = 2;

    private readonly List<IHostedService> _running = [];

    /// <param name="head">File in which the node notes how far it has read the log; null: it notes nothing.</param>
    public Node(TestDatabase database, ManualClock? clock = null, string? head = null)
    {
        Clock = clock ?? new ManualClock();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddApplication();
        services.AddSingleton<IAlertWords, KeyWords>();
        foreach (var sender in new[] { Push, Sms, Mail })
        {
            services.AddSingleton<IAlertSender>(sender);
        }

        if (head is not null)
        {
            services.AddSingleton(new LogHead(head, Clock));
        }

        database.AddStorage(services, Trouble);
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public ServiceProvider Services { get; }

    public ManualClock Clock { get; }

    public RecordingSender Push { get; } = new(AlertChannel.Push);

    public RecordingSender Sms { get; } = new(AlertChannel.Sms);

    public RecordingSender Mail { get; } = new(AlertChannel.Mail);

    public Trouble Trouble { get; } = new();

    public LogFeed Feed => Services.GetRequiredService<LogFeed>();

    public AlertWorker NewAlertWorker() => ActivatorUtilities.CreateInstance<AlertWorker>(Services);

    public TimerWorker NewTimerWorker() => ActivatorUtilities.CreateInstance<TimerWorker>(Services);

    public async Task StartFeedAsync()
    {
        _running.Add(Feed);
        await Feed.StartAsync(CancellationToken.None);
    }

    /// <summary>Starts what the database itself brings along: on PostgreSQL the wake-ups between nodes.</summary>
    public async Task StartNewsAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
        {
            _running.Add(service);
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends as a person through the whole pipeline, in a scope of its own, as each door does.</summary>
    public async Task<T> SendAsync<T>(Person person, IRequest<T> request, Guid? key = null, string body = "")
    {
        await using var scope = Services.CreateAsyncScope();
        var actor = await Services.GetRequiredService<ActorDirectory>().FindAsync(person.Id, CancellationToken.None);
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(actor!, person.Device);
        var idempotency = scope.ServiceProvider.GetRequiredService<IdempotencyScope>();
        idempotency.Key = key;
        idempotency.BodyHash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body));
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async Task<T> InDbAsync<T>(Func<TeleconsultDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TeleconsultDb>());
    }

    public Task InDbAsync(Func<TeleconsultDb, Task> work) => InDbAsync(async db =>
    {
        await work(db);
        return 0;
    });

    public Task<Domain.Consults.Consult> ReadAsync(Guid consult) =>
        InDbAsync(db => db.Consults.AsNoTracking().Whole().SingleAsync(c => c.Id == new ConsultId(consult)));

    public Task<List<string>> EventsOfAsync(Guid stream) =>
        InDbAsync(db => db.Events.Where(e => e.Stream == stream).OrderBy(e => e.Version).Select(e => e.Type).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _running)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await Services.DisposeAsync();
    }
}
