using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>The words of both faces. Tests look for words by key, so that better words break no test.</summary>
internal static class Words
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> Languages = [];
    private static readonly AsyncLocal<string?> Spoken = new();

    private static Dictionary<string, string> All => Languages.GetOrAdd(Spoken.Value ?? "en", language => Directory.EnumerateFiles(Repository.In("wwwroot", "words", language), "*.json")
        .SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!)
        .ToDictionary(p => p.Key, p => p.Value));

    /// <summary>The language of the screens from here to the end of the calling method; English for every other test.</summary>
    public static void Speak(string language) => Spoken.Value = language;

    public static string Of(string key, params (string Name, object Value)[] values) =>
        values.Aggregate(All[key], (words, v) => words.Replace("{" + v.Name + "}", v.Value.ToString(), StringComparison.Ordinal));

    /// <summary>The sentence with anything in its places.</summary>
    public static Regex Like(string key) =>
        new(string.Join(".*", Regex.Split(All[key], @"\{\w+\}").Select(Regex.Escape)));
}
