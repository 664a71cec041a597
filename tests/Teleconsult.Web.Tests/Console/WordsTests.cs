using System.Reflection;
using System.Text.RegularExpressions;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Language;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed partial class WordsTests
{
    private static readonly Words English = Words.Load("en");

    [Fact]
    public void Placeholders_are_filled_and_plurals_chosen()
    {
        Assert.Equal("TC-48127", English.Say("desk.case.number", ("n", "48127")));
        Assert.Equal("One new case.", English.Count("list.new", 1));
        Assert.Equal("3 new cases.", English.Count("list.new", 3));
    }

    [Fact]
    public void A_gap_in_the_catalogue_shows_its_key_instead_of_nothing() => Assert.Equal("no.such.word", English["no.such.word"]);

    [Fact]
    public void A_refusal_speaks_of_the_desk_where_the_phones_sentence_would_not_fit()
    {
        Assert.DoesNotContain("phone", English.Refusal("auth.wrong"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("odd.code", English.Refusal("odd.code"), StringComparison.Ordinal);
        Assert.StartsWith("The case is already with this team", English.Refusal("consult.same-service"), StringComparison.Ordinal);
    }

    /// <summary>Every key that a component names in full stands in the catalogue.</summary>
    [Fact]
    public void Every_word_that_components_name_exists()
    {
        var missing = Sources().SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Distinct().Where(key => !key.EndsWith('.') && !English.Has(key) && !English.Has(key + ".one") && !English.Keys.Any(k => k.StartsWith(key + ".", StringComparison.Ordinal)))
            .Order().ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_enumeration_that_screens_show_has_its_words()
    {
        Assert.All(Enum.GetValues<ConsultState>(), s => Assert.True(English.Has("desk.state." + Words.Camel(s.ToString()))));
        Assert.All(Enum.GetValues<Application.Worklist.WorklistTab>(), t => Assert.True(English.Has("tab." + Words.Camel(t.ToString())) && English.Has("empty." + Words.Camel(t.ToString()))));
        Assert.All(Enum.GetValues<NextStepKind>().Where(s => s is not NextStepKind.None), s => Assert.True(English.Has("next." + Words.Camel(s.ToString()))));
        Assert.All(Events(), e => Assert.True(English.Has("event." + Words.Camel(e)), e));
    }

    private static IEnumerable<string> Events() => typeof(ConsultEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ConsultEvent))).Select(t => t.Name);

    private static IEnumerable<string> Sources()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Teleconsult.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "The sources do not lie beside the tests.");
        return Directory.EnumerateFiles(Path.Combine(root!.FullName, "src/Teleconsult.Web/Console"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"[Ww]ords(?:\[|\.Say\(|\.Count\(|\.Of\()""([a-zA-Z][a-zA-Z0-9.-]*)""[\],)]")]
    private static partial Regex Named();
}
