using Bunit;
using Bunit.TestDoubles;
using Teleconsult.Application.Phrases;
using Teleconsult.Web.Console.Phrases;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed class PhraseTests : ConsoleContext
{
    private readonly List<Phrase> _phrases = [];

    public PhraseTests()
    {
        this.AddAuthorization().SetAuthorized("Dr Achieng");
        Gateway.Answer<ListPhrases, IReadOnlyList<Phrase>>(_ => _phrases);
        Gateway.Answer<SavePhrase, MediatR.Unit>(p =>
        {
            _phrases.RemoveAll(x => x.Id == p.Id);
            _phrases.Add(new Phrase(p.Id, p.Name, p.Text, p.Language, p.Opening));
            return MediatR.Unit.Value;
        });
        Gateway.Answer<RemovePhrase, MediatR.Unit>(p =>
        {
            _phrases.RemoveAll(x => x.Id == p.Id);
            return MediatR.Unit.Value;
        });
    }

    [Fact]
    public async Task Who_has_none_takes_a_courteous_beginning_and_makes_it_their_own()
    {
        var cut = Render<PhrasesPage>();
        await cut.FindAll("button").First(b => b.TextContent == Words["phrases.take"]).ClickAsync(new());
        Assert.True(Assert.Single(_phrases).Opening);
        Assert.Contains("/thanks", cut.Find("table").TextContent, StringComparison.Ordinal);

        await cut.FindAll("button").First(b => b.TextContent == Words["phrases.edit"]).ClickAsync(new());
        await cut.Find("textarea").InputAsync(new() { Value = "Thank you, Peter." });
        await cut.Find("form").SubmitAsync();
        Assert.Equal("Thank you, Peter.", Assert.Single(_phrases).Text);

        await cut.FindAll("button").First(b => b.TextContent == Words["do.remove"]).ClickAsync(new());
        Assert.Empty(_phrases);
        Assert.Contains(Words["phrases.empty"], cut.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_reader_of_the_answer_speaks_comes_first_and_beginnings_before_the_rest()
    {
        Phrase[] phrases = [new(Guid.NewGuid(), "zinc", "Zinc paste.", "fr", false), new(Guid.NewGuid(), "thanks", "Thank you.", "en", true), new(Guid.NewGuid(), "merci", "Merci.", "fr", true)];
        Assert.Equal(["merci", "zinc", "thanks"], PhraseMenu.InOrder(phrases, "fr").Select(p => p.Name));
    }
}
