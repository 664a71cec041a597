using System.Collections.Frozen;
using System.Text.Json;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;

namespace Teleconsult.Application.Intake;

/// <summary>The intake templates that this build carries: versioned FHIR R4 Questionnaire files, embedded.</summary>
public sealed class Templates
{
    private readonly FrozenDictionary<string, Questionnaire> _byCanonical;

    public Templates()
    {
        var assembly = typeof(Templates).Assembly;
        _byCanonical = assembly.GetManifestResourceNames().Where(n => n.StartsWith("intake/", StringComparison.Ordinal))
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var document = JsonDocument.Parse(stream);
                return Questionnaire.Parse(document.RootElement);
            })
            .ToFrozenDictionary(q => q.Canonical);
    }

    public IEnumerable<Questionnaire> All => _byCanonical.Values;

    /// <summary>Of each form the newest version.</summary>
    public IEnumerable<Questionnaire> Newest => _byCanonical.Values.GroupBy(q => q.Name).Select(g => g.MaxBy(q => Version.Parse(q.Canonical[(q.Canonical.IndexOf('|', StringComparison.Ordinal) + 1)..]))!);

    /// <summary>Of a form, the newest first; none: there is no such form.</summary>
    public IReadOnlyList<string> VersionsOf(string name) =>
        [.. All.Where(q => q.Name == name).Select(q => q.Canonical[(q.Canonical.IndexOf('|', StringComparison.Ordinal) + 1)..]).OrderByDescending(Version.Parse)];

    /// <summary>Whether the form of this name asks in emergencies alone.</summary>
    public bool IsForEmergencies(string name) => All.Any(q => q.Name == name && q.Nature is Urgency.Emergency);

    /// <param name="canonical"><c>url|version</c></param>
    /// <exception cref="RuleViolation"><c>template.unknown</c></exception>
    public Questionnaire Get(string? canonical) =>
        canonical is not null && _byCanonical.TryGetValue(canonical, out var template) ? template : throw new RuleViolation("template.unknown");
}
