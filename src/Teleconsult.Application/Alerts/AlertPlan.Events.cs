using Teleconsult.Application.Persistence;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Alerts;

// What is told because something happened, whoever has the case and whether or not a ladder runs.
public sealed partial class AlertPlan
{
    /// <summary>A hint to a phone that syncs by itself: it goes as a push message or not at all, and nothing is tried after it.</summary>
    internal static bool IsHint(AlertKind kind) => kind is AlertKind.Answered or AlertKind.Asked or AlertKind.Calling;

    /// <summary>Tells what the command has just made happen: the requester of an answer or a question, a colleague who was asked, or given a case, by name; who has one that became an emergency.</summary>
    internal async Task TellHappenedAsync(TeleconsultDb db, Consult consult, CancellationToken cancellationToken)
    {
        foreach (var happened in consult.PendingEvents.ToList())
        {
            switch (happened)
            {
                case OpinionAsked asked:
                    IReadOnlyList<AlertChannel> channels = consult.Urgency is Urgency.Emergency ? [AlertChannel.Push, AlertChannel.Sms] : [AlertChannel.Push];
                    await TellAsync(AlertKind.Opinion, new Told(asked.Of, RungWhom.OnCall, 0, channels, false, (int)consult.Version));
                    break;
                case ConsultHandedOver handed:
                    await TellAsync(AlertKind.HandedOver, new Told(handed.To, RungWhom.OnCall, 0, consult.Urgency >= Urgency.Urgent ? [AlertChannel.Push, AlertChannel.Sms] : [AlertChannel.Push], false, (int)consult.Version));
                    break;
                case AdviceReleased or AdviceAmended or OpinionGiven when consult.AdvisedAt is not null:
                    await TellAsync(AlertKind.Answered, ToRequester());
                    break;
                case UrgencyRaised { To: Urgency.Emergency } when !consult.IsFree && (consult.Holder ?? consult.Owner) is { } whose:
                    await TellAsync(AlertKind.Raised, new Told(whose, RungWhom.OnCall, 0, [AlertChannel.Push, AlertChannel.Sms], true, (int)consult.Version));
                    break;
                case CallAnnounced:
                    await TellAsync(AlertKind.Calling, ToRequester());
                    break;
                case InformationRequested:
                    await TellAsync(AlertKind.Asked, ToRequester());
                    break;
            }
        }

        Told ToRequester() => new(consult.Requester, RungWhom.Requester, 0, [AlertChannel.Push], true, (int)consult.Version);
        Task TellAsync(AlertKind kind, Told told) => AddAsync(db, consult, kind, [told], cancellationToken);
    }
}
