using System.Text.Json;
using System.Text.RegularExpressions;

namespace Teleconsult.EndToEnd.Parts;

/// <summary>The words of both faces. Tests look for words by key, so that better words break no test.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> All = Directory.EnumerateFiles(Repository.In("wwwroot", "words", "en"), "*.json")
        .SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!)
        .ToDictionary(p => p.Key, p => p.Value);

    public static string Of(string key, params (string Name, object Value)[] values) =>
        values.Aggregate(All[key], (words, v) => words.Replace("{" + v.Name + "}", v.Value.ToString(), StringComparison.Ordinal));

    /// <summary>The sentence with anything in its places.</summary>
    public static Regex Like(string key) =>
        new(string.Join(".*", Regex.Split(All[key], @"\{\w+\}").Select(Regex.Escape)));
}
