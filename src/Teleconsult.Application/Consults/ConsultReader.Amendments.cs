using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;

namespace Teleconsult.Application.Consults;

// What the requester changed after sending, and what the reader has seen of it.
public sealed partial class ConsultReader
{
    private async Task<IReadOnlyList<AmendmentView>> AmendmentsAsync(Guid consult, CancellationToken cancellationToken)
    {
        var rows = await db.Words.AsNoTracking().Where(w => w.Stream == consult && w.Kind == WordKind.Intake).OrderBy(w => w.Version).ToListAsync(cancellationToken);
        if (rows.Count < 2)
        {
            return [];
        }

        var versions = new List<IntakeWords>();
        foreach (var row in rows)
        {
            versions.Add(await words.OpenAsync<IntakeWords>(row.Stream, row.Kind, row.Item, row.Version, row.Sealed, cancellationToken));
        }

        var times = await db.Events.AsNoTracking().Where(e => e.Stream == consult && e.Type == "intakeAmended").OrderBy(e => e.Version).Select(e => e.At).ToListAsync(cancellationToken);
        return [.. versions.Zip(versions.Skip(1)).Zip(times, (pair, at) => new AmendmentView(at, Changed(pair.First, pair.Second), pair.First.Question, pair.First.Answers))];
    }

    /// <summary>By the reader's own entries in the audit of reads, which are written a moment after a read: the reading under way is not among them.</summary>
    private Task<DateTimeOffset?> LookedAtAsync(Guid consult, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id.Value;
        return db.Audit.Where(a => a.Subject == consult && a.User == me && a.Action == nameof(GetConsult)).MaxAsync(a => (DateTimeOffset?)a.At, cancellationToken);
    }

    private static IReadOnlyList<string> Changed(IntakeWords before, IntakeWords after)
    {
        var (was, now) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        Collect(before.Answers, was);
        Collect(after.Answers, now);
        return [.. was.Keys.Union(now.Keys).Where(k => was.GetValueOrDefault(k) != now.GetValueOrDefault(k))];
    }

    private static void Collect(JsonElement parent, Dictionary<string, string> answers)
    {
        if (parent.ValueKind is not JsonValueKind.Object || !parent.TryGetProperty("item", out var items))
        {
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            var (values, absent) = (item.TryGetProperty("answer", out var given), item.TryGetProperty("extension", out var why));
            if ((values || absent) && item.TryGetProperty("linkId", out var linkId))
            {
                answers[linkId.GetString() ?? ""] = values ? Said(given) : why.GetRawText();
            }

            Collect(item, answers);
            foreach (var answer in values ? given.EnumerateArray().ToList() : [])
            {
                Collect(answer, answers);
            }
        }
    }

    /// <summary>The values alone: a question below an answer is one of its own.</summary>
    private static string Said(JsonElement given) => string.Join('|', given.EnumerateArray().SelectMany(a => a.EnumerateObject())
        .Where(p => p.Name.StartsWith("value", StringComparison.Ordinal)).Select(p => p.Value.GetRawText()));
}
