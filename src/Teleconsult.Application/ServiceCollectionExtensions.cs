using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Teleconsult.Application.Audit;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Ladders;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Application.Timers;
using Teleconsult.Application.Worklist;

namespace Teleconsult.Application;

public static class ServiceCollectionExtensions
{
    /// <summary>Use cases, the pipeline, the log's readers and the timers. The database and photo store come from Infrastructure.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3); // part of the model: passkeys
        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(CommandPipeline<,>));
        AddHandlers(services);

        services.AddScoped<CurrentUser>();
        services.AddScoped<ICurrentUser>(p => p.GetRequiredService<CurrentUser>());
        services.AddScoped<IdempotencyScope>();
        services.AddScoped<Recorder>();
        services.AddScoped<WordVault>();
        services.AddScoped<ConsultReader>();
        services.AddScoped<WorklistReader>();
        services.AddScoped<PersonRules>();
        services.TryAddScoped<IPasswordHasher<TeleconsultUser>, PasswordHasher<TeleconsultUser>>();
        services.AddScoped<DutyReader>();
        services.AddSingleton<DutyPlans>();
        services.AddScoped<RosterDesk>();
        services.AddScoped<PersonReader>();
        services.AddScoped<OwnComparisons>();
        services.AddScoped<PublishedMonths>();
        services.AddScoped<MonthPublisher>();
        services.TryAddSingleton(new FigureSettings());
        services.AddSingleton<Simulation.TrialTurn>();
        services.AddScoped<IDutyBook, DutyBook>();
        services.AddScoped<IContactBook, ContactBook>();
        services.AddLadders();

        services.AddSingleton<StreamKeyCache>();
        services.AddSingleton<Templates>();
        services.AddSingleton<Courtesy.CourtesyBook>();
        services.AddSingleton<Photos.PhotoSuspects>();
        services.AddSingleton<ActorDirectory>();
        services.AddSingleton<NameDirectory>();
        services.AddSingleton<NumberSource>();
        services.AddSingleton<LogWaker>();
        services.AddSingleton<LogEpoch>();
        services.AddSingleton<RestoreWatch>();
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<TimesProjection>();
        services.AddSingleton<LogFeed>();
        services.AddSingleton<IConsultFeed>(p => p.GetRequiredService<LogFeed>());
        services.AddSingleton<ReadAudit>();
        services.AddSingleton<Live.CaseSignals>();
        return services;
    }

    /// <summary>The workers of a node: tail of the log, projections, timers, audit of reads.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddHostedService(p => p.GetRequiredService<LogFeed>());
        services.AddHostedService(p => p.GetRequiredService<ReadAudit>());
        services.AddHostedService<LogProjector<TimesProjection>>();
        services.AddHostedService<MonthWorker>();
        services.AddHostedService<TimerWorker>();
        services.AddHostedService<Alerts.AlertWorker>();
        services.AddHostedService<Watch.WorkerWatch>();
        services.AddSingleton<Watch.Canary>();
        services.AddHostedService<Watch.CanaryWorker>();
        services.AddHostedService<Housekeeping>();
        return services;
    }

    private static void AddHandlers(IServiceCollection services)
    {
        foreach (var handler in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            foreach (var contract in handler.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
            {
                services.AddScoped(contract, handler);
            }
        }
    }
}
