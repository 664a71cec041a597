using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>A ladder that a service published for one urgency; without one the default stands.</summary>
public sealed class LadderRow
{
    public ServiceId Service { get; set; }
    public Urgency Urgency { get; set; }
    public NetworkId Network { get; set; }

    /// <summary>The rungs as JSON.</summary>
    public string Rungs { get; set; } = "[]";
    public ServiceId? Partner { get; set; }
    public DateTimeOffset PublishedAt { get; set; }
    public PractitionerId By { get; set; }

    public Ladder ToLadder() => new(Urgency, JsonSerializer.Deserialize<Rung[]>(Rungs, Json.Options)!, Partner);
}

internal sealed class LadderConfiguration : IEntityTypeConfiguration<LadderRow>
{
    public void Configure(EntityTypeBuilder<LadderRow> builder)
    {
        builder.ToTable("ladders");
        builder.HasKey(l => new { l.Service, l.Urgency });
        builder.HasIndex(l => l.Network);
    }
}
