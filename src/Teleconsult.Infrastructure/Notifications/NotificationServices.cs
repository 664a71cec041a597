using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Ports;
using Teleconsult.Infrastructure.Notifications.Push;

namespace Teleconsult.Infrastructure.Notifications;

public static class NotificationServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The channels by which messages leave the host, as the section <c>Alerts</c> configures them.</summary>
    /// <exception cref="WrongAlertSetting">A setting is wrong; the message names the key and the mend.</exception>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = AlertSettings.Read(configuration);
        services.AddSingleton(settings);
        services.AddSingleton<IAlertSender, MailSender>();
        services.AddSingleton<IAlertSender>(_ => new SmsSender(settings, new HttpClient { Timeout = Patience }));
        services.AddSingleton<PushEndpoints>();
        services.AddSingleton<IPushEndpoints>(p => p.GetRequiredService<PushEndpoints>());
        services.AddSingleton<PushKeys>();
        services.AddSingleton<IPushKeys>(p => p.GetRequiredService<PushKeys>());
        services.AddSingleton<IAlertSender, PushSender>();
        services.AddSingleton<SmsSignature>();
        return services;
    }
}
