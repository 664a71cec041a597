using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;

namespace Teleconsult.Application.Ladders;

internal static class LadderServices
{
    /// <summary>Ladders and the messages that they send; the channels themselves come from Infrastructure.</summary>
    public static void AddLadders(this IServiceCollection services)
    {
        services.AddSingleton<LadderBook>();
        services.AddSingleton<Routing.WorkloadBook>();
        services.AddScoped<Routing.CaseRouter>();
        services.AddScoped<LadderClimber>();
        services.AddScoped<LadderReader>();
        services.AddScoped<AlertPlan>();
        services.AddScoped<Reach>();
        services.AddScoped<Watch.Standstill>();
        services.AddSingleton<Ports.IAlertSender, Watch.LoopbackSender>();
        services.AddScoped<AlertText>();
        services.AddScoped<AlertDelivery>();
    }
}
