using System.Text.Json;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>The lists that this build is delivered with, one a language: <c>wwwroot/courtesy</c>, open for everybody to read.</summary>
public sealed class CourtesyBook
{
    private const string Folder = "courtesy/";

    private readonly SortedDictionary<string, CourtesyList> _delivered = new(StringComparer.Ordinal);

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
}
