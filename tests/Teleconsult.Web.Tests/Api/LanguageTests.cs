using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Setup;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Api;

/// <summary>Which language a person is answered in, and that what no clinician has reviewed stays in Development.</summary>
public sealed partial class LanguageTests(RunningHost host)
{
    private static readonly IReadOnlyList<LanguageEntry> Known =
        [new("en", "English", Original: true, null), new("fr", "Français", Original: false, null), new("wo", "Wolof", Original: false, new("A clinician", new(2026, 1, 2)))];

    [Fact]
    public void An_unreviewed_language_is_offered_in_Development_alone()
    {
        var reviewed = Known.Where(l => l.Tag != "wo").ToList(); // this build has no words in Wolof
        Assert.Equal(["en", "fr"], new Languages(reviewed, null, development: true).Offered.Select(l => l.Tag));
        var production = new Languages(reviewed, null, development: false);
        Assert.Equal(["en"], production.Offered.Select(l => l.Tag));
        Assert.Equal(["fr"], production.Withheld.Select(l => l.Tag));
        Assert.Equal("en", production.Pick(["fr-SN", "fr"]));
        Assert.Equal("en", production.Of("fr").Culture.Name);
        Assert.Equal([true, false, false], Known.Select(l => l.Original));
        Assert.Equal([false, true, false], Known.Select(l => l.IsUnreviewed));
    }

    [Fact]
    public void A_setting_that_offers_it_all_the_same_is_said_aloud_and_checked()
    {
        var french = Languages.Known();
        var daring = new Languages(french, "fr", development: false);
        Assert.Equal(["en", "fr"], daring.Offered.Select(l => l.Tag));
        Assert.Equal(["fr"], daring.Daring.Select(l => l.Tag));
        Assert.DoesNotContain("fr", daring.Withheld.Select(l => l.Tag));
        Assert.Empty(new Languages(french, "fr", development: true).Daring);
        Assert.Contains(Languages.OfferUnreviewed, Assert.Throws<WrongSetting>(() => new Languages(french, "xx", development: false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr", "fr", "n’est pas juste")]
    [InlineData("fr-SN, en;q=0.5", "fr", "n’est pas juste")]
    [InlineData("wo, fr;q=0.4, en;q=0.9", "en", "is not right")]
    [InlineData("wo", "en", "is not right")]
    [InlineData("es-MX", "es", "no son correctos")]
    [InlineData("sw", "sw", "si sahihi")]
    [InlineData("ar-EG", "ar", "غير صحيح")]
    [InlineData("", "en", "is not right")]
    public async Task A_problem_is_told_in_the_language_that_was_asked_for(string asked, string language, string words)
    {
        using var stranger = Caller.Stranger(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent("{}") };
        request.Headers.TryAddWithoutValidation("Accept-Language", asked);
        using var response = await stranger.Http.SendAsync(request);

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.Contains("Accept-Language", response.Headers.Vary);
        var problem = (await Answer.ReadAsync(response)).Refused(401, "auth.wrong"); // the code never changes
        Assert.Contains(words, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_within_a_signed_in_request_and_the_names_of_forms_follow_too()
    {
        using var worker = await Caller.SignInAsync(host, "primary.care");
        var id = Guid.CreateVersion7();
        (await worker.SendAsync(HttpMethod.Put, $"/api/consults/{id}", Bodies.Submission(), key: null)).Ok();
        Assert.Equal("Skin problem", (await worker.GetAsync($"/api/consults/{id}")).Ok()["templateTitle"]!.GetValue<string>());

        worker.Http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("fr"));
        Assert.Equal("Problème de peau", (await worker.GetAsync($"/api/consults/{id}")).Ok()["templateTitle"]!.GetValue<string>());
        var missing = (await worker.GetAsync($"/api/consults/{Guid.CreateVersion7()}")).Refused(404, "consult.not-found");
        Assert.StartsWith("Ce cas n’existe pas", missing["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_may_ask_which_languages_there_are()
    {
        using var stranger = Caller.Stranger(host);
        var offered = (await stranger.GetAsync("/api/languages")).Ok().AsArray();
        Assert.Equal(Languages.Known().Select(l => l.Tag), offered.Select(l => l!["tag"]!.GetValue<string>()));
        Assert.Equal(Languages.Known().Select(l => l.IsUnreviewed), offered.Select(l => l!["unreviewed"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task The_console_speaks_as_the_browser_asks_until_the_person_chooses()
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = host.Address };
        browser.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("fr-CI"));
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/sign-in"));
        Assert.Contains("<html lang=\"fr\"", page, StringComparison.Ordinal);
        Assert.Contains(Words.Load("fr")["desk.signIn.title"], page, StringComparison.Ordinal);
        Assert.Contains("Français : aucun clinicien", page.Replace('\u00a0', ' '), StringComparison.Ordinal);

        using var choice = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["language"] = "en",
            ["returnUrl"] = "//elsewhere.example",
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        });
        using var chosen = await browser.PostAsync("/language", choice);
        Assert.Equal(host.Address.Authority, chosen.RequestMessage!.RequestUri!.Authority); // no link leads elsewhere
        Assert.Contains("<html lang=\"en\"", await browser.GetStringAsync("/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_a_person_has_chosen_goes_along_to_another_computer()
    {
        using var first = await SignInAsync("administrator", "en");
        Assert.Contains("<html lang=\"en\"", await first.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        await ChooseAsync(first, "fr");
        Assert.Contains("<html lang=\"fr\"", await first.GetStringAsync("/sign-in"), StringComparison.Ordinal);

        using var second = await SignInAsync("administrator", "en");
        Assert.Contains("<html lang=\"fr\"", await second.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        using var other = await SignInAsync("coordinator", "en"); // who has chosen nothing is asked the browser
        Assert.Contains("<html lang=\"en\"", await other.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        await ChooseAsync(second, "en");
        using var third = await SignInAsync("administrator", "fr");
        Assert.Contains("<html lang=\"en\"", await third.GetStringAsync("/sign-in"), StringComparison.Ordinal);

        async Task<HttpClient> SignInAsync(string who, string asks)
        {
            var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
            browser.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(asks));
            await PostAsync(browser, "/sign-in", new() { ["_handler"] = "sign-in", ["Input.Name"] = $"{who}@demo.example", ["Input.Password"] = RunningHost.Password });
            return browser;
        }

        static Task ChooseAsync(HttpClient browser, string language) => PostAsync(browser, "/language", new() { ["language"] = language, ["returnUrl"] = "/sign-in" }, "/sign-in");

        static async Task PostAsync(HttpClient browser, string path, Dictionary<string, string> fields, string? from = null)
        {
            fields["__RequestVerificationToken"] = Token().Match(await browser.GetStringAsync(from ?? path)).Groups[1].Value;
            using var form = new FormUrlEncodedContent(fields);
            using var answer = await browser.PostAsync(path, form);
            answer.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_choice_without_the_pages_own_token_is_refused()
    {
        using var stranger = Caller.Stranger(host);
        using var choice = new FormUrlEncodedContent(new Dictionary<string, string> { ["language"] = "fr" });
        using var answer = await stranger.Http.PostAsync("/language", choice);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public void The_console_has_all_sentences_in_every_language()
    {
        var original = Words.Load("en");
        Assert.All(Languages.Known(), l => Assert.Empty(original.Keys.Except(Words.Load(l.Tag).Keys)));
        var french = Words.Load("fr");
        Assert.Empty(french.Missing);
        Assert.Equal("Un nouveau cas.", french.Count("list.new", 1));
        Assert.Equal("3 nouveaux cas.", french.Count("list.new", 3));
        Assert.Equal("jeudi 19 novembre 2026, 16:30", new ReaderTime(french, TimeZoneInfo.Utc).Whole(new DateTimeOffset(2026, 11, 19, 16, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Each_language_knows_which_way_it_is_written_and_keeps_the_digits_of_doses()
    {
        Assert.All(Languages.Known(), l =>
        {
            var words = Words.Load(l.Tag);
            Assert.Equal(l.RightToLeft, words.RightToLeft);
            Assert.Matches("^1[.,]5$", 1.5m.ToString(words.Culture));
            Assert.DoesNotMatch("[٠-٩०-९]", new ReaderTime(words, TimeZoneInfo.Utc).Whole(new DateTimeOffset(2026, 11, 19, 16, 30, 0, TimeSpan.Zero)));
        });
    }

    [Fact]
    public void Plural_forms_are_those_of_the_vectors_that_the_phone_follows_too()
    {
        var vectors = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, int[]>>>(File.ReadAllText(Path.Combine(Corpus.Repository, "tests", "Vectors", "plurals.json")))!;
        Assert.All(Languages.Known(), l => Assert.Contains(l.Tag, vectors.Keys));
        foreach (var (language, forms) in vectors)
        {
            Assert.All(forms, form => Assert.All(form.Value, count => Assert.Equal((language, count, form.Key), (language, count, PluralForm.Of(language, count)))));
        }
    }

    [Fact]
    public void English_in_disguise_is_for_tests_alone()
    {
        var pseudo = new Languages(Languages.Known(), null, development: true, pseudo: true);
        Assert.Equal(PseudoWords.Tag, pseudo.Pick([PseudoWords.Tag], console: true));
        Assert.DoesNotContain(pseudo.Offered, l => l.Tag == PseudoWords.Tag);
        Assert.Equal("en", new Languages(Languages.Known(), null, development: true).Pick([PseudoWords.Tag]));
        Assert.Equal("en", new Languages(Languages.Known(), null, development: false, pseudo: true).Pick([PseudoWords.Tag]));
        Assert.Equal("[3 ñéŵ çášéš. ~~~~~]", pseudo.Of(PseudoWords.Tag).Count("list.new", 3));
    }

    [Fact]
    public void A_name_of_another_script_keeps_its_order_where_words_run_from_the_right()
    {
        var arabic = Words.Load("ar");
        Assert.True(arabic.RightToLeft);
        Assert.Contains("\u2068TC-48127\u2069", arabic.Say("language.unreviewed", ("name", "TC-48127")), StringComparison.Ordinal);
        Assert.DoesNotContain('\u2068', Words.Load("fr").Say("language.unreviewed", ("name", "TC-48127")));
    }

    private static StringContent JsonContent(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
