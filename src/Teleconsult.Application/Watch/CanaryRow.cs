using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;

namespace Teleconsult.Application.Watch;

/// <summary>What of the way a trial case waits for.</summary>
public enum CanaryPart
{
    /// <summary>It could not be stored.</summary>
    Submission = 1,

    /// <summary>Its ladder does not climb.</summary>
    Timers = 2,

    /// <summary>The messages of its last rung were not taken and sent.</summary>
    Messages = 3,

    /// <summary>The log's news did not come to who follows them.</summary>
    News = 4,

    /// <summary>A durable reader of the log (the response times) has not come so far.</summary>
    Figures = 5,

    /// <summary>It could not be withdrawn.</summary>
    Withdrawal = 6,
}

/// <summary>The one trial case of the whole service, whichever node has it. Every change goes by the token, so that of many nodes one runs it.</summary>
public sealed class CanaryRow
{
    public const int Only = 1;

    public int Id { get; set; } = Only;

    /// <summary>Raised by every change: who was slower changes nothing.</summary>
    public long Token { get; set; }

    /// <summary>The process that runs it.</summary>
    public Guid Runner { get; set; }

    /// <summary>Until when no other one takes it over. UTC.</summary>
    public DateTimeOffset LeaseEnds { get; set; }

    /// <summary>When the next one begins. UTC.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>The one that is under way; null: none.</summary>
    public ConsultId? Consult { get; set; }

    /// <summary>Since when its runner has waited for it. UTC.</summary>
    public DateTimeOffset BegunAt { get; set; }

    /// <summary>Where the log stood before it was sent.</summary>
    public string? Cursor { get; set; }

    /// <summary>When one last came through. UTC.</summary>
    public DateTimeOffset? GoodAt { get; set; }

    /// <summary>Since when none has come through; null: all is well. UTC.</summary>
    public DateTimeOffset? StoppedSince { get; set; }

    /// <summary>The parts that the last one waited for in vain (<see cref="CanaryPart"/>), with commas.</summary>
    public string? Stopped { get; set; }
}

internal sealed class CanaryConfiguration : IEntityTypeConfiguration<CanaryRow>
{
    public void Configure(EntityTypeBuilder<CanaryRow> builder)
    {
        builder.ToTable("canary");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Token).IsConcurrencyToken();
        builder.Property(c => c.Cursor).HasMaxLength(200);
        builder.Property(c => c.Stopped).HasMaxLength(200);
    }
}
