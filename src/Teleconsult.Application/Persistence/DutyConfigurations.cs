using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Teleconsult.Application.Persistence;

internal sealed class CalendarConfiguration :
    IEntityTypeConfiguration<CalendarRow>, IEntityTypeConfiguration<HolidayRow>, IEntityTypeConfiguration<DutyStampRow>
{
    public void Configure(EntityTypeBuilder<CalendarRow> builder)
    {
        builder.ToTable("calendars");
        builder.HasKey(c => c.Service);
        builder.Property(c => c.Service).ValueGeneratedNever();
        builder.HasIndex(c => c.Network);
    }

    public void Configure(EntityTypeBuilder<HolidayRow> builder)
    {
        builder.ToTable("holidays");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.HasIndex(h => new { h.Network, h.Date });
    }

    public void Configure(EntityTypeBuilder<DutyStampRow> builder)
    {
        builder.ToTable("duty_stamps");
        builder.HasKey(s => s.Network);
        builder.Property(s => s.Network).ValueGeneratedNever();
    }
}

internal sealed class RosterConfiguration :
    IEntityTypeConfiguration<RosterRow>, IEntityTypeConfiguration<LeaveRow>, IEntityTypeConfiguration<SwapRow>, IEntityTypeConfiguration<TargetRow>
{
    public void Configure(EntityTypeBuilder<RosterRow> builder)
    {
        builder.ToTable("rosters");
        builder.HasKey(r => r.Service);
        builder.Property(r => r.Service).ValueGeneratedNever();
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.Network);
    }

    public void Configure(EntityTypeBuilder<LeaveRow> builder)
    {
        builder.ToTable("leave");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => new { l.Network, l.To });
    }

    public void Configure(EntityTypeBuilder<SwapRow> builder)
    {
        builder.ToTable("swaps");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.State).IsConcurrencyToken();
        builder.HasIndex(s => new { s.Network, s.Day });
    }

    public void Configure(EntityTypeBuilder<TargetRow> builder)
    {
        builder.ToTable("response_targets");
        builder.HasKey(t => new { t.Service, t.Urgency });
        builder.HasIndex(t => t.Network);
    }
}

internal sealed class ContactConfiguration : IEntityTypeConfiguration<ContactPointRow>, IEntityTypeConfiguration<QuietHoursRow>
{
    public void Configure(EntityTypeBuilder<ContactPointRow> builder)
    {
        builder.ToTable("contact_points");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.Person);
    }

    public void Configure(EntityTypeBuilder<QuietHoursRow> builder)
    {
        builder.ToTable("quiet_hours");
        builder.HasKey(q => q.Person);
        builder.Property(q => q.Person).ValueGeneratedNever();
    }
}
