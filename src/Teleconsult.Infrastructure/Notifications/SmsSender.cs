using System.Net;
using System.Text;
using System.Text.Json;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Infrastructure.Notifications;

/// <summary>SMS by the HTTP gateway that the settings describe. <c>{id}</c> is the same for a message that goes out again.</summary>
public sealed class SmsSender(AlertSettings settings, HttpClient http) : IAlertSender
{
    private readonly SmsSettings _sms = settings.Sms;

    public AlertChannel Channel => AlertChannel.Sms;

    public bool IsReady => _sms.Url is { Length: > 0 };

    public async Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var request = Write(message);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer switch
            {
                { IsSuccessStatusCode: true } => new SendOutcome(SendKind.Sent),
                { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } =>
                    new SendOutcome(SendKind.Later, AlertWhy.Unreachable),
                _ => new SendOutcome(SendKind.Failed, AlertWhy.Refused),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SendOutcome(SendKind.Later, AlertWhy.Unreachable);
        }
    }

    private HttpRequestMessage Write(AlertMessage message)
    {
        var link = settings.LinkTo(message.Path);
        var text = link is null ? message.Text : $"{message.Text} {link}";
        var request = new HttpRequestMessage(new HttpMethod(_sms.Method), Fill(_sms.Url!, message, text, Uri.EscapeDataString));
        if (_sms.Body is { Length: > 0 } body)
        {
            Func<string, string> escape = _sms.ContentType switch
            {
                var t when t.Contains("json", StringComparison.OrdinalIgnoreCase) => v => JsonEncodedText.Encode(v).ToString(),
                var t when t.Contains("urlencoded", StringComparison.OrdinalIgnoreCase) => Uri.EscapeDataString,
                _ => v => v,
            };
            request.Content = new StringContent(Fill(body, message, text, escape), Encoding.UTF8);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(_sms.ContentType);
        }

        foreach (var (name, value) in _sms.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string Fill(string template, AlertMessage message, string text, Func<string, string> escape) => template
        .Replace("{to}", escape(message.Address), StringComparison.Ordinal)
        .Replace("{id}", message.Id.ToString("n"), StringComparison.Ordinal)
        .Replace("{text}", escape(text), StringComparison.Ordinal);
}
