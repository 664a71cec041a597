using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// "This reply was not OK": from the requester to the network's coordinators alone. No event of the case, so that neither its thread nor its
/// timeline tells anybody; the wish for another specialist is one, and says nothing of a report. What they wrote lies encrypted among the case's words.
/// </summary>
public sealed class CourtesyReportRow
{
    public Guid Id { get; set; }
    public NetworkId Network { get; set; }
    public ConsultId Consult { get; set; }
    public long Number { get; set; }
    public ServiceId? Service { get; set; }
    public AdviceId Advice { get; set; }
    public PractitionerId Author { get; set; }
    public PractitionerId Reporter { get; set; }

    /// <summary>The requester wants to hear another specialist.</summary>
    public bool WantsAnother { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public PractitionerId? ClosedBy { get; set; }
}

internal sealed class CourtesyConfiguration : IEntityTypeConfiguration<CourtesyReportRow>
{
    public void Configure(EntityTypeBuilder<CourtesyReportRow> builder)
    {
        builder.ToTable("courtesy_reports");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => new { r.Network, r.ClosedAt });
        builder.HasIndex(r => r.Consult);
    }
}
