using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Infrastructure.Notifications.Push;

/// <summary>
/// Web Push (RFC 8030) to every browser of a person. A message that goes out again has the same topic, so that it takes the place of the
/// first one, and the same tag on the device. A browser that is gone (404, 410) is forgotten.
/// </summary>
public sealed class PushSender(AlertSettings settings, PushEndpoints endpoints, PushKeys keys, IServiceScopeFactory scopes, IWriteGate gate, TimeProvider clock)
    : IAlertSender, IDisposable
{
    private readonly HttpClient _http = endpoints.NewClient(TimeSpan.FromSeconds(15));

    public AlertChannel Channel => AlertChannel.Push;

    public bool IsReady => true;

    public async Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var browsers = await db.PushSubscriptions.AsNoTracking()
            .Where(s => s.User == message.Person.Value && (message.Address == "" || s.Endpoint == message.Address)).ToListAsync(cancellationToken);
        var outcomes = new List<SendOutcome>();
        foreach (var browser in browsers)
        {
            var outcome = await SendAsync(message, browser, cancellationToken);
            outcomes.Add(outcome);
            if (outcome.Why == AlertWhy.Gone)
            {
                using var turn = await gate.EnterAsync(null, cancellationToken);
                await db.PushSubscriptions.Where(s => s.Id == browser.Id).ExecuteDeleteAsync(cancellationToken);
            }
        }

        // One browser that takes it is enough; one that may take it later is waited for.
        return outcomes.OrderBy(o => o.Kind).Cast<SendOutcome?>().FirstOrDefault() ?? new SendOutcome(SendKind.Failed, AlertWhy.NoAddress);
    }

    private async Task<SendOutcome> SendAsync(AlertMessage message, PushSubscriptionRow browser, CancellationToken cancellationToken)
    {
        if (!endpoints.IsAllowed(browser.Endpoint))
        {
            return new SendOutcome(SendKind.Failed, AlertWhy.Refused);
        }

        try
        {
            using var request = await WriteAsync(message, browser, cancellationToken);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new SendOutcome(SendKind.Sent),
                HttpStatusCode.NotFound or HttpStatusCode.Gone => new SendOutcome(SendKind.Failed, AlertWhy.Gone), // RFC 8030 §7.3
                HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                    new SendOutcome(SendKind.Later, AlertWhy.Unreachable),
                _ => new SendOutcome(SendKind.Failed, AlertWhy.Refused),
            };
        }
        catch (CryptographicException)
        {
            return new SendOutcome(SendKind.Failed, AlertWhy.Refused); // the browser's key is none
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SendOutcome(SendKind.Later, AlertWhy.Unreachable);
        }
    }

    private async Task<HttpRequestMessage> WriteAsync(AlertMessage message, PushSubscriptionRow browser, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(browser.Endpoint);
        var subject = settings.Push.Subject is { Length: > 0 } named ? named : settings.PublicUrl;
        var plain = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = message.Id,
            title = message.Title,
            body = message.Text,
            path = message.Path,
            tag = message.Topic,
            receipt = message.Receipt,
            urgent = message.Urgency is Urgency.Emergency,
        });
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(PushCipher.Encrypt(plain, browser.P256dh, browser.Auth)) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", await keys.AuthorizationAsync(endpoint, subject, clock.GetUtcNow(), cancellationToken));
        request.Headers.TryAddWithoutValidation("TTL", ((int)message.Lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)); // RFC 8030 §5.2
        request.Headers.TryAddWithoutValidation("Urgency", message.Urgency >= Domain.Consults.Urgency.Urgent ? "high" : "normal"); // §5.3
        request.Headers.TryAddWithoutValidation("Topic", message.Topic); // §5.4
        return request;
    }

    public void Dispose() => _http.Dispose();
}
