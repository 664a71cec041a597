using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>What was done to a network's list.</summary>
public enum CourtesyChange
{
    Added = 1,
    Removed = 2,
    SwitchedOff = 3,
    SwitchedOn = 4,
}

/// <summary>
/// One version of what a network has changed of a language's list; the newest counts, and all together are its log. Two who change it at once meet at the
/// key, and the second one goes on from the first one's.
/// </summary>
public sealed class CourtesyVersionRow
{
    public NetworkId Network { get; set; }

    /// <summary>BCP 47 tag of a delivered list.</summary>
    public string Language { get; set; } = "";

    /// <summary>From 1.</summary>
    public int Version { get; set; }

    /// <summary><see cref="CourtesyLayer"/> as JSON.</summary>
    public string Layer { get; set; } = "";
    public CourtesyChange Change { get; set; }

    /// <summary>What the changed rule looks for.</summary>
    public string Rule { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public PractitionerId By { get; set; }

    public CourtesyLayer ToLayer() => JsonSerializer.Deserialize<CourtesyLayer>(Layer, Json.Options)!;
}

internal sealed class CourtesyVersionConfiguration : IEntityTypeConfiguration<CourtesyVersionRow>
{
    public void Configure(EntityTypeBuilder<CourtesyVersionRow> builder)
    {
        builder.ToTable("courtesy_versions");
        builder.HasKey(v => new { v.Network, v.Language, v.Version });
        builder.Property(v => v.Language).HasMaxLength(20);
        builder.Property(v => v.Rule).HasMaxLength(CourtesyList.LongestRule);
    }
}
