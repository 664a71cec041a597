using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

/// <summary>What a message says: service, urgency and the case's number, in its reader's language. Nothing of the patient.</summary>
public sealed class AlertText(IAlertWords words, NameDirectory directory)
{
    public async Task<AlertMessage> OfAsync(TeleconsultDb db, AlertRow alert, Way way, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(way);
        var language = way.Contacts?.Language ?? "en";
        var names = await directory.OfAsync(alert.Network, cancellationToken);
        var network = await db.Networks.AsNoTracking().SingleAsync(n => n.Id == alert.Network, cancellationToken);
        var text = words.Say(
            KeyOf(alert), language, ("service", names.Service(alert.Service)?.Name ?? network.Name), ("urgency", words.Urgency(alert.Urgency, language)),
            ("number", alert.Number), ("rung", alert.Rung), ("phone", NumberOf(network)));
        if (alert.Channel is AlertChannel.Sms && alert.Kind is AlertKind.Rung && alert.Whom is not RungWhom.Requester)
        {
            text += " " + words.Say("alert.reply", language, ("code", alert.Receipt));
        }

        return new AlertMessage(
            alert.Id, alert.Person, AddressOf(alert.Channel, way), words.Say(TitleOf(alert), language, ("urgency", words.Urgency(alert.Urgency, language))),
            text, PathOf(alert), alert.Urgency, TopicOf(alert), LifetimeOf(alert.Urgency), alert.Receipt, language);
    }

    private static string KeyOf(AlertRow alert) => alert switch
    {
        { Kind: AlertKind.EmptyRung } => "alert.emptyRung",
        { Kind: AlertKind.Overdue } => "alert.overdue",
        { Kind: AlertKind.Opinion } => "alert.opinion",
        { Kind: AlertKind.Answered } => "alert.answered",
        { Kind: AlertKind.Asked } => "alert.asked",
        { Kind: AlertKind.Calling } => "alert.calling",
        { Kind: AlertKind.Stopped } => "alert.stopped",
        { Kind: AlertKind.HandedOver } => "alert.handedOver",
        { Kind: AlertKind.Raised } => "alert.raised",
        { Whom: RungWhom.Requester } => "alert.nobody",
        { Whom: RungWhom.PartnerService } => "alert.partner",
        { Whom: RungWhom.Coordinator, Service: null } => "alert.allocate",
        { Whom: RungWhom.Coordinator } => "alert.unanswered",
        _ => "alert.rung",
    };

    private static string TitleOf(AlertRow alert) => alert.Whom is RungWhom.Requester || alert.Kind is AlertKind.Stopped ? "alert.title.requester" : "alert.title";

    /// <summary>A partner service does not see the case; a requester opens it on the phone.</summary>
    private static string? PathOf(AlertRow alert) => alert.Whom switch
    {
        _ when alert.Kind is AlertKind.Stopped => "/network",
        RungWhom.PartnerService => null,
        RungWhom.Requester => $"/field/case/{alert.Consult.Value}",
        _ => string.Create(CultureInfo.InvariantCulture, $"/case/{alert.Number}"),
    };

    /// <summary>RFC 8030 §5.4: at most 32 characters of base64url. One of a case and its round: a higher rung takes the place of a lower one.</summary>
    private static string TopicOf(AlertRow alert) =>
        Convert.ToBase64String(alert.Consult.Value.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_') + "r" + (alert.Round % 1000);

    private static TimeSpan LifetimeOf(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(30),
        Urgency.Urgent => TimeSpan.FromHours(4),
        _ => TimeSpan.FromDays(1),
    };

    private static string AddressOf(AlertChannel channel, Way way) => channel switch
    {
        AlertChannel.Sms => way.Contacts!.By(ContactChannel.Sms).First().Address,
        AlertChannel.Mail => way.Contacts!.By(ContactChannel.Email).First().Address,
        _ => "",
    };

    private static string NumberOf(NetworkRow network) =>
        new[] { network.CoordinatorPhone, network.Switchboard, network.EmergencyNumber }.FirstOrDefault(p => !string.IsNullOrWhiteSpace(p)) ?? "";
}
