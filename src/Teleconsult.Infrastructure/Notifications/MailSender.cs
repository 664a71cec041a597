using System.Net;
using System.Net.Mail;
using System.Text;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Infrastructure.Notifications;

/// <summary>Mail by SMTP. A message that goes out again has the same Message-ID, by which mail programs show it once.</summary>
public sealed class MailSender(AlertSettings settings) : IAlertSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly MailSettings _mail = settings.Mail;

    public AlertChannel Channel => AlertChannel.Mail;

    public bool IsReady => _mail.Host is { Length: > 0 };

    public async Task<SendOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var letter = Write(message);
        using var server = new SmtpClient(_mail.Host!, _mail.Port) { EnableSsl = _mail.Tls };
        if (_mail.User is { Length: > 0 })
        {
            server.Credentials = new NetworkCredential(_mail.User, _mail.Password);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await server.SendMailAsync(letter, patience.Token);
            return new SendOutcome(SendKind.Sent);
        }
        catch (SmtpException refused) when ((int)refused.StatusCode >= 500)
        {
            return new SendOutcome(SendKind.Failed, AlertWhy.Refused); // RFC 5321 §4.2.1: 5yz is permanent
        }
        catch (Exception failure) when (failure is SmtpException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SendOutcome(SendKind.Later, AlertWhy.Unreachable);
        }
    }

    private MailMessage Write(AlertMessage message)
    {
        var from = new MailAddress(_mail.From!);
        var link = settings.LinkTo(message.Path);
        var letter = new MailMessage
        {
            From = from,
            Subject = message.Title,
            Body = link is null ? message.Text : $"{message.Text}\r\n\r\n{link}\r\n",
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            Priority = message.Urgency is Urgency.Emergency ? MailPriority.High : MailPriority.Normal,
        };
        letter.To.Add(message.Address);
        letter.Headers["Message-ID"] = $"<{message.Id:n}@{from.Host}>"; // RFC 5322 §3.6.4
        letter.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834 §5: no absence notes in answer
        return letter;
    }
}
