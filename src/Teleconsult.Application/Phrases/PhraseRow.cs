using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Phrases;

/// <summary>A phrase that a person has kept for their answers: nobody else's, and its words sealed under a key of theirs.</summary>
public sealed class PhraseRow
{
    public Guid Id { get; set; }
    public PractitionerId Person { get; set; }
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>Short name, text, language, and whether an answer begins with it.</summary>
    public byte[] Sealed { get; set; } = [];
}

internal sealed record PhraseWords(string Name, string Text, string Language, bool Opening);

internal sealed class PhraseConfiguration : IEntityTypeConfiguration<PhraseRow>
{
    public void Configure(EntityTypeBuilder<PhraseRow> builder)
    {
        builder.ToTable("phrases");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.Person);
    }
}
