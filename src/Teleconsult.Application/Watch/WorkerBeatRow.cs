using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Teleconsult.Application.Watch;

/// <summary>When a worker of a node last did its round, as that node wrote it down. A node that stops in order takes its rows along.</summary>
public sealed class WorkerBeatRow
{
    public string Node { get; set; } = "";
    public string Worker { get; set; } = "";

    /// <summary>UTC, by the node's clock.</summary>
    public DateTimeOffset At { get; set; }
}

internal sealed class WorkerBeatConfiguration : IEntityTypeConfiguration<WorkerBeatRow>
{
    public void Configure(EntityTypeBuilder<WorkerBeatRow> builder)
    {
        builder.ToTable("worker_beats");
        builder.HasKey(b => new { b.Node, b.Worker });
        builder.Property(b => b.Node).HasMaxLength(120);
        builder.Property(b => b.Worker).HasMaxLength(60);
    }
}
