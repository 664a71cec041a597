using System.Text.Json;
using Teleconsult.Domain.Courtesy;
using Xunit;

namespace Teleconsult.Domain.Tests.Courtesy;

public class CourtesyListTests
{
    [Theory]
    [InlineData("Why didn\u2019t you send this earlier?", "Why didn't you")]
    [InlineData("you  should\nhave known", "you should have known")]
    [InlineData("This is STUPID.", "STUPID")]
    [InlineData("Answer now!!", "!!")]
    [InlineData("READ THE REFERRAL LETTER FIRST PLEASE: READ WHAT STANDS THERE", "REFERRAL LETTER FIRST PLEASE")]
    [InlineData("A terrible photo again", "terrible photo")]
    public void What_reads_harshly_is_found_as_it_stands(string text, string found)
    {
        var remarks = Delivered("en").Find(text);
        Assert.Contains(remarks, r => r.Found == found || r.Found.EndsWith(found, StringComparison.Ordinal));
        Assert.All(remarks, r => Assert.NotEmpty(r.Write));
    }

    [Theory]
    [InlineData("en", "Thank you for this clear question. Start doxycycline 100 mg twice a day; review in 2 weeks!")]
    [InlineData("en", "Idiopathic; nonsense mutation in COL7A1. Lazy eye on the left. ECG, MRI and CT are not needed.")]
    [InlineData("en", "You should have the wound reviewed tomorrow. You should know that warfarin interacts.")]
    [InlineData("en", "An unacceptable risk of bleeding: stop NSAID. Did the patient take it?")]
    [InlineData("fr", "Merci pour cette question claire. Fibrillation idiopathique ; il fallait exclure une thrombose.")]
    public void Clinical_words_are_left_alone(string language, string text) => Assert.Empty(Delivered(language).Find(text));

    [Theory]
    [InlineData("Pourquoi n\u2019avez-vous pas envoyé la photo ?")]
    [InlineData("C’est évident.")]
    [InlineData("Vous auriez dû le voir")]
    public void French_has_a_list_of_its_own(string text) => Assert.Single(Delivered("fr").Find(text));

    [Fact]
    public void A_phrase_is_whole_words_and_a_star_any_ending()
    {
        var list = new CourtesyList([new("rude", null, "kind"), new("grump*", null, "calm"), new("voilà", null, "so")]);
        Assert.Empty(list.Find("crude rudely rudeness"));
        Assert.Equal(["rude", "grumpily", "VOILÀ"], list.Find("rude, grumpily: VOILÀ").Select(r => r.Found));
    }

    [Fact]
    public void One_wording_is_offered_once_and_at_most_five()
    {
        var rules = Enumerable.Range(0, 20).Select(i => new CourtesyRule($"word{i}", null, $"other {i / 2}")).ToList();
        Assert.Equal(CourtesyList.MostRemarks, new CourtesyList(rules).Find(string.Join(' ', Enumerable.Range(0, 20).Select(i => $"word{i}"))).Count);
    }

    [Theory]
    [InlineData(null, null, "x", "courtesy.rule")]
    [InlineData("a", "b", "x", "courtesy.rule")]
    [InlineData("a", null, " ", "courtesy.rule")]
    [InlineData(null, "(a", "x", "courtesy.pattern")]
    [InlineData(null, "(?=a)b", "x", "courtesy.pattern")]
    [InlineData(null, "a*", "x", "courtesy.pattern")]
    public void A_line_that_cannot_be_searched_is_refused_by_its_number(string? phrase, string? pattern, string write, string code)
    {
        var refused = Assert.Throws<RuleViolation>(() => new CourtesyList([new("fine", null, "x"), new(phrase, pattern, write)]));
        Assert.Equal((code, 2), (refused.Code, refused.Arguments["line"]));
    }

    [Fact]
    public void A_hostile_pattern_and_a_long_text_come_to_an_end() // with backtracking they would not
    {
        var list = new CourtesyList([new(null, "(x+x+)+y", "calm"), new(null, "(a|aa)+$", "calm too")]);
        Assert.Empty(list.Find(new string('x', 39_000) + new string('a', 900) + "!"));
    }

    private static CourtesyList Delivered(string language)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Teleconsult.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var text = File.ReadAllText(Path.Combine(folder, "wwwroot", "courtesy", $"{language}.json"));
        return new CourtesyList(JsonSerializer.Deserialize<List<CourtesyRule>>(text, JsonSerializerOptions.Web)!);
    }
}
