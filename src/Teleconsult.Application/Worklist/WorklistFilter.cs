using System.Globalization;
using Teleconsult.Application.Intake;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.Worklist;

/// <summary>Who has a case.</summary>
public enum HeldBy
{
    Anybody = 0,
    Me = 1,
    Nobody = 2,
    Others = 3,
}

/// <summary>What a reader wants to see of a tab: ids and codes, never words. What is empty asks nothing.</summary>
public sealed record WorklistFilter
{
    public static readonly WorklistFilter Nothing = new();

    public IReadOnlyList<Urgency> Urgencies { get; init; } = [];
    public IReadOnlyList<Pathway> Pathways { get; init; } = [];
    public IReadOnlyList<ConsultState> States { get; init; } = [];
    public Guid? Service { get; init; }
    public Guid? Facility { get; init; }

    /// <summary>BCP 47 tag of the language in which a case was sent.</summary>
    public string? Language { get; init; }
    public HeldBy Held { get; init; }

    /// <summary>Received at least so many hours ago.</summary>
    public int? OlderThanHours { get; init; }

    /// <summary>At least one photo is still on its way, or lost.</summary>
    public bool PhotosMissing { get; init; }

    public bool IsEmpty => Write().Length == 0;

    /// <summary>How many things it asks.</summary>
    public int Count => Write().Split('~', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>As one short text for an address or a saved view, for example <c>u.3.4~l.fr</c>; empty where nothing is asked.</summary>
    public string Write()
    {
        var parts = new List<string>();
        void Add(string name, params IEnumerable<string> values)
        {
            var all = string.Join('.', values);
            if (all.Length > 0)
            {
                parts.Add($"{name}.{all}");
            }
        }

        Add("u", Urgencies.Distinct().Order().Select(u => Number((int)u)));
        Add("p", Pathways.Distinct().Order().Select(p => Number((int)p)));
        Add("s", States.Distinct().Order().Select(s => Number((int)s)));
        Add("t", Service?.ToString("N") ?? "");
        Add("f", Facility?.ToString("N") ?? "");
        Add("l", Language ?? "");
        Add("h", Held is HeldBy.Anybody ? "" : Number((int)Held));
        Add("o", OlderThanHours is { } hours ? Number(hours) : "");
        Add("m", PhotosMissing ? "1" : "");
        return string.Join('~', parts);
    }

    /// <summary>What <see cref="Write"/> wrote. What this build does not know is left out: an address may be old or typed by hand.</summary>
    public static WorklistFilter Read(string? text)
    {
        var filter = Nothing;
        foreach (var part in (text ?? "").Split('~', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('.')).Where(p => p.Length > 1))
        {
            filter = part[0] switch
            {
                "u" => filter with { Urgencies = Values<Urgency>(part) },
                "p" => filter with { Pathways = Values<Pathway>(part) },
                "s" => filter with { States = Values<ConsultState>(part) },
                "t" => filter with { Service = Guid.TryParse(part[1], out var service) ? service : null },
                "f" => filter with { Facility = Guid.TryParse(part[1], out var facility) ? facility : null },
                "l" => filter with { Language = part[1].Length <= 20 ? part[1] : null },
                "h" => filter with { Held = Values<HeldBy>(part).FirstOrDefault() },
                "o" => filter with { OlderThanHours = int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and < 10_000 ? hours : null },
                "m" => filter with { PhotosMissing = part[1] == "1" },
                _ => filter,
            };
        }

        return filter;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static List<T> Values<T>(string[] part)
        where T : struct, Enum =>
        [.. part.Skip(1).Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (T)(object)number : default(T?))
            .OfType<T>().Where(Enum.IsDefined).Distinct()];
}

internal static class WorklistFiltering
{
    public static IQueryable<Consult> Matching(this IQueryable<Consult> consults, WorklistFilter? filter, Actor actor, Templates templates, DateTimeOffset now)
    {
        if (filter is null || filter.IsEmpty)
        {
            return consults;
        }

        var (me, found) = ((PractitionerId?)actor.Id, consults);
        if (filter.Urgencies is { Count: > 0 } urgencies)
        {
            found = found.Where(c => urgencies.Contains(c.Urgency));
        }

        if (filter.Pathways is { Count: > 0 } pathways)
        {
            var forms = templates.All.Select(t => t.Canonical).Where(t => pathways.Contains(Domain.ResponseTimes.Pathways.Of(t))).ToList();
            found = found.Where(c => forms.Contains(c.Template));
        }

        if (filter.States is { Count: > 0 } states)
        {
            found = found.Where(c => states.Contains(c.State));
        }

        if (filter.Service is { } service)
        {
            var wanted = (ServiceId?)new ServiceId(service);
            found = found.Where(c => c.Service == wanted);
        }

        if (filter.Facility is { } facility)
        {
            var wanted = new FacilityId(facility);
            found = found.Where(c => c.Facility == wanted);
        }

        if (filter.Language is { } language)
        {
            found = found.Where(c => c.Language == language);
        }

        if (filter.OlderThanHours is { } hours)
        {
            var before = now.AddHours(-hours);
            found = found.Where(c => c.ReceivedAt <= before);
        }

        if (filter.PhotosMissing)
        {
            found = found.Where(c => c.Photos.Any(p => p.State == PhotoState.Arriving));
        }

        return filter.Held switch
        {
            HeldBy.Me => found.Where(c => c.Holder == me),
            HeldBy.Nobody => found.Where(c => c.Holder == null),
            HeldBy.Others => found.Where(c => c.Holder != null && c.Holder != me),
            _ => found,
        };
    }
}
