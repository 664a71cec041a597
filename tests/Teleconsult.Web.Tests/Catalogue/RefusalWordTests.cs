using System.Text.Json;
using System.Text.RegularExpressions;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Catalogue;

/// <summary>Every refusal that the source can give has its sentence, and every sentence can be filled.</summary>
public sealed partial class RefusalWordTests
{
    /// <summary>What phones can meet, and what only the console's own screens can.</summary>
    private static readonly Dictionary<string, string> Sentences = Part("refusal").Concat(Part("refusal-desk")).ToDictionary();

    [Fact]
    public void Every_refusal_has_a_sentence_that_its_arguments_fill()
    {
        var thrown = Thrown().ToList();
        Assert.True(thrown.Count > 60, $"Only {thrown.Count} refusals were found: the search has grown blind.");
        var wrong = new List<string>();
        foreach (var (code, arguments, file) in thrown)
        {
            if (!Sentences.TryGetValue($"refusal.{code}", out var sentence))
            {
                wrong.Add($"{code} ({file}) has no sentence");
            }
            else if (Placeholder().Matches(sentence).Select(m => m.Groups[1].Value).Except([.. arguments, "code"]).ToList() is { Count: > 0 } unfilled)
            {
                wrong.Add($"{code} ({file}) does not give {string.Join(", ", unfilled)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct().Order()));
    }

    /// <summary>JSON lets a key stand twice and keeps the last one: two meanings of one code would be told as one.</summary>
    [Fact]
    public void No_file_says_a_key_twice()
    {
        var files = System.IO.Directory.GetFiles(Path.Combine(Corpus.Repository, "wwwroot", "words"), "*.json", SearchOption.AllDirectories);
        var twice = files.SelectMany(f => Key().Matches(File.ReadAllText(f)).GroupBy(m => m.Groups[1].Value).Where(g => g.Count() > 1).Select(g => $"{Path.GetFileName(f)}: {g.Key}"));
        Assert.Empty(twice);
    }

    [Fact]
    public void A_sentence_is_a_sentence()
    {
        Assert.All(Sentences, s => Assert.StartsWith("refusal.", s.Key, StringComparison.Ordinal));
        Assert.All(Sentences, s => Assert.Matches("^[A-Z{“].*[.!?]$", s.Value));
    }

    [Fact]
    public void No_word_stands_in_two_parts_of_the_catalogue()
    {
        var folder = Path.Combine(Corpus.Repository, "wwwroot", "words");
        foreach (var language in Directory.EnumerateDirectories(folder))
        {
            var twice = Directory.EnumerateFiles(language, "*.json").SelectMany(f => Read(f).Keys).GroupBy(k => k).Where(k => k.Count() > 1).Select(k => k.Key);
            Assert.Empty(twice);
        }
    }

    /// <summary>Codes in the source with the arguments that stand beside them.</summary>
    private static IEnumerable<(string Code, string[] Arguments, string File)> Thrown()
    {
        var source = Path.Combine(Corpus.Repository, "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.*", SearchOption.AllDirectories)
                     .Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !Path.GetRelativePath(source, f).Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "field")))
        {
            var text = File.ReadAllText(file);
            foreach (Match refusal in Refusal().Matches(text))
            {
                yield return (refusal.Groups["code"].Value, [.. Argument().Matches(refusal.Groups["rest"].Value).Select(a => a.Groups[1].Value)], Path.GetFileName(file));
            }

            if (Path.GetFileName(file) == "Problems.cs")
            {
                foreach (Match code in Answered().Matches(text))
                {
                    yield return (code.Groups[1].Value, ["holder", "until", "seen", "current", "most", "slot", "linkId"], "Problems.cs");
                }
            }
        }
    }

    private static Dictionary<string, string> Part(string name) => Read(Path.Combine(Corpus.Repository, "wwwroot", "words", "en", $"{name}.json"));

    private static Dictionary<string, string> Read(string path) => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!;

    [GeneratedRegex("^ *\"([^\"]+)\":", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?:new (?:Domain\.)?(?:RuleViolation|AccessDenied|NotFound)|RuleViolation \w+\(\) => new)\(\s*""(?<code>[a-z][a-zA-Z.-]+)""(?<rest>[^;]*)|new UploadRefusal\([^"";]*""(?<code>[a-z.-]+)""|Texts\.Required\([^;""]+""(?<code>[a-z.-]+)""")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\(""(\w+)"",")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?:=>|,) ""((?!status)[a-z]+[.-][a-z.-]+)""")]
    private static partial Regex Answered();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
