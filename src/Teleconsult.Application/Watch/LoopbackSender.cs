using Teleconsult.Application.Alerts;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Watch;

/// <summary>The channel that ends here: what is handed over to it, nobody hears. It takes messages to the trial case's people and to nobody else.</summary>
internal sealed class LoopbackSender : IAlertSender
{
    public AlertChannel Channel => AlertChannel.Loopback;

    public bool IsReady => true;

    public Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) => Task.FromResult(
        CanaryNetwork.Has(message.Person) ? new SendOutcome(SendKind.Sent) : new SendOutcome(SendKind.Failed, AlertWhy.NoAddress));
}
