using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Teleconsult.Application.Alerts;

internal sealed class AlertConfiguration
    : IEntityTypeConfiguration<AlertRow>, IEntityTypeConfiguration<PushSubscriptionRow>, IEntityTypeConfiguration<IncidentRow>
{
    public void Configure(EntityTypeBuilder<AlertRow> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Token).IsConcurrencyToken();
        builder.Property(a => a.Why).HasMaxLength(64);
        builder.Property(a => a.Receipt).HasMaxLength(32);
        builder.HasIndex(a => a.NextAt);
        builder.HasIndex(a => a.Consult);
    }

    public void Configure(EntityTypeBuilder<PushSubscriptionRow> builder)
    {
        builder.ToTable("push_subscriptions");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => new { s.User, s.Device });
    }

    public void Configure(EntityTypeBuilder<IncidentRow> builder)
    {
        builder.ToTable("incidents");
        builder.HasKey(i => new { i.Consult, i.Kind });
        builder.Property(i => i.Detail).HasMaxLength(IncidentRow.LongestDetail);
        builder.HasIndex(i => new { i.Network, i.ClosedAt });
    }
}
