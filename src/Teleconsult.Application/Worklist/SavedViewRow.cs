using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Worklist;

/// <summary>A view of the worklist that a person has kept. Its name is words of their own: sealed, under a key of theirs.</summary>
public sealed class SavedViewRow
{
    public Guid Id { get; set; }
    public PractitionerId Person { get; set; }
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>The worklist opens with it. One at most of each person.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Name, tab and filter.</summary>
    public byte[] Sealed { get; set; } = [];
}

internal sealed record SavedViewWords(string Name, WorklistTab Tab, string Filter);

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedViewRow>
{
    public void Configure(EntityTypeBuilder<SavedViewRow> builder)
    {
        builder.ToTable("saved_views");
        builder.HasKey(v => v.Id);
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.HasIndex(v => v.Person);
    }
}
