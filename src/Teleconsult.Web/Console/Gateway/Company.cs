using Teleconsult.Application.Live;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>Who is at a case now, as one screen has heard it: each goes by itself when nothing more is said of them.</summary>
public sealed class Company(TimeProvider clock)
{
    /// <summary>Well over the pause in which a typist is told of again.</summary>
    private static readonly TimeSpan TypingLasts = TimeSpan.FromSeconds(6);

    private readonly Dictionary<Guid, (string By, DateTimeOffset Until, DateTimeOffset TypingUntil)> _people = [];

    public IReadOnlyList<(Guid Id, string By, bool Types)> People =>
        [.. _people.Where(p => p.Value.Until > clock.GetUtcNow()).OrderBy(p => p.Value.By, StringComparer.Ordinal)
            .Select(p => (p.Key, p.Value.By, p.Value.TypingUntil > clock.GetUtcNow()))];

    /// <summary>Nothing is there that will be forgotten.</summary>
    public bool IsAlone => _people.Count == 0;

    public void Take(CaseCompany told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var now = clock.GetUtcNow();
        if (told.Kind is SignalKind.Away)
        {
            _people.Remove(told.Person);
            return;
        }

        var typing = told.Kind is SignalKind.Typing ? now + TypingLasts : _people.GetValueOrDefault(told.Person).TypingUntil;
        _people[told.Person] = (told.By, now + CaseSignals.PresenceLasts, typing);
    }

    /// <summary>What was typed has been sent.</summary>
    public void Spoke(Guid person)
    {
        if (_people.TryGetValue(person, out var known))
        {
            _people[person] = known with { TypingUntil = default };
        }
    }

    public void Clear() => _people.Clear();

    /// <summary>Forgets who was not heard of.</summary>
    /// <returns>True when something on the screen changes.</returns>
    public bool Forget()
    {
        var now = clock.GetUtcNow();
        var gone = _people.Where(p => p.Value.Until <= now).Select(p => p.Key).ToList();
        gone.ForEach(p => _people.Remove(p));
        return gone.Count > 0 || _people.Values.Any(p => p.TypingUntil > DateTimeOffset.MinValue && p.TypingUntil <= now && now - p.TypingUntil < TimeSpan.FromSeconds(2));
    }
}
