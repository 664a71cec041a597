using Teleconsult.Domain.Routing;
using Xunit;

namespace Teleconsult.Domain.Tests.Routing;

/// <summary>The words of a question speak for a form, in any language, with or without accents, and only as words.</summary>
public sealed class SuggestionTests
{
    private static readonly FormWords[] Forms =
    [
        new("skin", ["rash", "itch", "peau", "brulure", "grain de beaute"]),
        new("foot", ["foot", "toe", "ulcer", "pied"]),
    ];

    [Theory]
    [InlineData("Itchy RASH on the arm", "skin", "Itchy,RASH")]
    [InlineData("Ulcer under the big toe, with a rash", "foot", "toe,Ulcer")]
    [InlineData("Une brûlure au pied, peau rouge", "skin", "brûlure,peau")]
    [InlineData("Un grain de beauté qui change", "skin", "grain de beauté")]
    [InlineData("brûlure", "skin", "brûlure")] // accents as marks of their own
    public void The_form_with_the_most_words_comes_first(string text, string form, string found)
    {
        var first = ServiceSuggestion.Of(text, Forms)[0];
        Assert.Equal((form, found), (first.Form, string.Join(',', first.Found.Order(StringComparer.OrdinalIgnoreCase))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("crash and thrash")] // inside a word is not the word
    [InlineData("grain, de, lin")]
    public void Nothing_is_made_up(string text) => Assert.Empty(ServiceSuggestion.Of(text, Forms));

    [Fact]
    public void A_word_said_often_counts_once() => Assert.Equal(["rash"], ServiceSuggestion.Of("rash rash Rash rashes", Forms)[0].Found);
}
