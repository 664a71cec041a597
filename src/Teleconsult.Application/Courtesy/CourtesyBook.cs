using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// The lists that this build is delivered with, one a language (<c>wwwroot/courtesy</c>, open for everybody to read), and over them what a network has
/// changed. Its newest version is read each time, so that a change counts at once on every node; what is kept are the searches made of it. Thread-safe.
/// </summary>
public sealed class CourtesyBook
{
    private const string Folder = "courtesy/";

    private readonly SortedDictionary<string, CourtesyList> _delivered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(NetworkId Network, string Language), (int Version, CourtesyList List)> _made = new();

    public CourtesyBook()
    {
        var assembly = typeof(CourtesyBook).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            _delivered[Path.GetFileNameWithoutExtension(name[Folder.Length..])] = new CourtesyList(JsonSerializer.Deserialize<List<CourtesyRule>>(stream, Json.Options)!);
        }
    }

    /// <summary>By the language's tag.</summary>
    public IReadOnlyDictionary<string, CourtesyList> Delivered => _delivered;

    /// <summary>All lists as they count for a network now.</summary>
    internal async Task<IReadOnlyList<CourtesyList>> OfAsync(TeleconsultDb db, NetworkId network, CancellationToken cancellationToken)
    {
        var newest = await db.CourtesyVersions.AsNoTracking().Where(v => v.Network == network)
            .Where(v => !db.CourtesyVersions.Any(w => w.Network == v.Network && w.Language == v.Language && w.Version > v.Version)).ToListAsync(cancellationToken);
        return [.. _delivered.Select(d => newest.Find(v => v.Language == d.Key) is { } row ? ListOf(row, d.Value) : d.Value)];
    }

    private CourtesyList ListOf(CourtesyVersionRow row, CourtesyList delivered)
    {
        var key = (row.Network, row.Language);
        if (_made.TryGetValue(key, out var made) && made.Version == row.Version)
        {
            return made.List;
        }

        var list = row.ToLayer().Over(delivered);
        _made[key] = (row.Version, list);
        return list;
    }
}
