using System.Text;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Phrases;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Worklist;

/// <summary>Phrases are one's own, and what they say lies nowhere in the clear.</summary>
public abstract class PhraseConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task A_phrase_is_kept_changed_and_removed_by_its_owner_alone()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var (id, french) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await node.SendAsync(network.Dermatologist, new SavePhrase(id, " thanks ", " Thank you for asking. ", "en", true));
        await node.SendAsync(network.Dermatologist, new SavePhrase(french, "merci", "Merci de demander.", "fr", true));

        var kept = await node.SendAsync(network.Dermatologist, new ListPhrases());
        Assert.Equal([new Phrase(id, "thanks", "Thank you for asking.", "en", true), new Phrase(french, "merci", "Merci de demander.", "fr", true)], kept);
        Assert.Empty(await node.SendAsync(network.Second, new ListPhrases()));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Second, new SavePhrase(id, "mine", "Now mine.", "en", false)));
        await node.SendAsync(network.Second, new RemovePhrase(id));

        await node.SendAsync(network.Dermatologist, new SavePhrase(id, "thanks", "Thank you.", "en", false));
        await node.SendAsync(network.Dermatologist, new RemovePhrase(french));
        Assert.Equal([new Phrase(id, "thanks", "Thank you.", "en", false)], await node.SendAsync(network.Dermatologist, new ListPhrases()));
        var row = await node.InDbAsync(db => db.Phrases.AsNoTracking().SingleAsync(p => p.Id == id));
        Assert.DoesNotContain("Thank you", Encoding.UTF8.GetString(row.Sealed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Text", "phrase.short")]
    [InlineData("two words", "Text", "phrase.short")]
    [InlineData("name", " ", "phrase.text")]
    public async Task A_phrase_without_a_name_or_a_text_is_refused(string name, string text, string code)
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Dermatologist, new SavePhrase(Guid.NewGuid(), name, text, "en", false)))).Code);
    }
}
