using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Teaching;

/// <summary>What whoever makes a card confirms, each by itself.</summary>
public enum TeachingCheck
{
    NoName = 1,
    NoPlace = 2,
    NoDate = 3,
    NothingRare = 4,
    PhotoShowsNobody = 5,
    WordsAreMine = 6,
}

/// <summary>Why a card is taken away.</summary>
public enum WithdrawalReason
{
    /// <summary>The patient does not want it any more: the case becomes no card again.</summary>
    ConsentWithdrawn = 1,
    Recognisable = 2,
    Wrong = 3,
    Outdated = 4,
}

/// <summary>
/// An answered case as others learn from it. Its words lie under the case's own key and its photo is the case's: nothing is copied, so what erases the case
/// erases the card.
/// </summary>
public sealed class TeachingCardRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public ConsultId Consult { get; set; }

    /// <summary>Name of the case's form.</summary>
    public string Form { get; set; } = "";

    /// <summary>Chosen by whoever made the card; null: it has none.</summary>
    public PhotoId? Photo { get; set; }
    public DateTimeOffset MadeAt { get; set; }
    public PractitionerId MadeBy { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public PractitionerId? WithdrawnBy { get; set; }
    public WithdrawalReason? Why { get; set; }
}

/// <param name="Codes">Of the case's coded answers, sites among them: by them similar cases are found.</param>
public sealed record TeachingWords(string Title, string Question, string Answer, IReadOnlyList<string> Codes);

internal sealed class TeachingCardConfiguration : IEntityTypeConfiguration<TeachingCardRow>
{
    public void Configure(EntityTypeBuilder<TeachingCardRow> builder)
    {
        builder.ToTable("teaching_cards");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Form).HasMaxLength(100);
        builder.HasIndex(t => new { t.Network, t.Form, t.MadeAt }).HasFilter("\"WithdrawnAt\" IS NULL");
        builder.HasIndex(t => t.Consult).IsUnique().HasFilter("\"WithdrawnAt\" IS NULL"); // one card a case
    }
}
