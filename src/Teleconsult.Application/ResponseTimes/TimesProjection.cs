using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Log;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>Keeps how long each consult's steps took, read from the log: figures survive whatever happens to the state.</summary>
public sealed class TimesProjection : ILogProjection
{
    public string Name => "response-times";

    public async Task ApplyAsync(TeleconsultDb db, IReadOnlyList<EventRow> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ids = events.Where(e => e.Kind == StreamKind.Consult).Select(e => new ConsultId(e.Stream)).Distinct().ToList();
        var rows = await db.Times.Where(t => ids.Contains(t.Consult)).ToDictionaryAsync(t => t.Consult, cancellationToken);
        foreach (var happened in events.Where(e => e.Kind == StreamKind.Consult))
        {
            var id = new ConsultId(happened.Stream);
            if (!rows.TryGetValue(id, out var row))
            {
                row = new TimesRow { Consult = id, Network = happened.Network };
                rows[id] = row;
                db.Times.Add(row);
            }

            if (happened.Type == Recorder.NameOf(typeof(ConsultErased)) && JsonSerializer.Deserialize<ConsultErased>(happened.Data, Json.Options)!.WasOpen)
            {
                db.Times.Remove(row); // sent in error: no promise that anybody failed to keep
                rows.Remove(id);
                continue;
            }

            Apply(row, happened);
        }
    }

    private static void Apply(TimesRow row, EventRow happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        var json = data.RootElement;
        switch (happened.Type)
        {
            case "consultSubmitted":
                var submitted = json.Deserialize<ConsultSubmitted>(Json.Options)!;
                row.ReceivedAt = submitted.At;
                row.Requester = submitted.Requester;
                row.Service = submitted.Service;
                row.Urgency = submitted.Urgency;
                break;
            case "consultAllocated":
                row.Service = json.Deserialize<ConsultAllocated>(Json.Options)!.To;
                break;
            case "consultRedirected":
                row.Service = json.Deserialize<ConsultRedirected>(Json.Options)!.To ?? row.Service;
                EndPause(row, happened.At);
                break;
            case "urgencyRaised":
                row.Urgency = json.Deserialize<UrgencyRaised>(Json.Options)!.To;
                break;
            case "consultSeen":
                (row.SeenAt, row.SeenBy) = (row.SeenAt ?? happened.At, row.SeenBy ?? happened.By);
                break;
            case "consultClaimed":
                (row.SeenAt, row.SeenBy) = (row.SeenAt ?? happened.At, row.SeenBy ?? happened.By);
                (row.ClaimedAt, row.ClaimedBy) = (row.ClaimedAt ?? happened.At, row.ClaimedBy ?? happened.By);
                break;
            case "messagePosted" when json.Deserialize<MessagePosted>(Json.Options) is { FromRequester: false, FromService: true }:
                (row.FirstResponseAt, row.FirstResponseBy) = (row.FirstResponseAt ?? happened.At, row.FirstResponseBy ?? happened.By);
                break;
            case "toldByPhone":
                var told = json.Deserialize<ToldByPhone>(Json.Options)!;
                if (row.FirstResponseAt is not { } first || told.SpokeAt < first)
                {
                    (row.FirstResponseAt, row.FirstResponseBy) = (told.SpokeAt, told.By);
                }

                break;
            case "informationRequested":
                (row.FirstResponseAt, row.FirstResponseBy) = (row.FirstResponseAt ?? happened.At, row.FirstResponseBy ?? happened.By);
                if (row.Urgency is not Urgency.Emergency)
                {
                    row.PausedSince ??= happened.At;
                }

                break;
            case "informationGiven" or "claimReleased":
                EndPause(row, happened.At);
                break;
            case "adviceSent":
                EndPause(row, happened.At);
                row.AdvisedBy ??= happened.By;
                break;
            case "adviceReleased":
                row.FirstResponseAt ??= happened.At;
                row.FirstResponseBy ??= row.AdvisedBy;
                row.AdvisedAt ??= happened.At;
                break;
            case "adviceRead":
                row.ReadAt ??= happened.At;
                break;
            case "consultClosed":
                row.ClosedAt ??= happened.At;
                break;
        }

        row.AdviceDue = row.ReceivedAt + ResponseTargets.Default(row.Urgency).Advice + TimeSpan.FromTicks(row.PausedTicks);
    }

    private static void EndPause(TimesRow row, DateTimeOffset at)
    {
        if (row.PausedSince is { } since)
        {
            row.PausedTicks += (at - since).Ticks;
            row.PausedSince = null;
        }
    }
}
