using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Teleconsult.Application.Persistence;

internal sealed class TimesConfiguration : IEntityTypeConfiguration<TimesRow>, IEntityTypeConfiguration<PublishedMonthRow>, IEntityTypeConfiguration<FigureRow>,
    IEntityTypeConfiguration<MonthNoteRow>, IEntityTypeConfiguration<PersonLookRow>, IEntityTypeConfiguration<CountedRow>, IEntityTypeConfiguration<OutcomeFigureRow>
{
    public void Configure(EntityTypeBuilder<TimesRow> builder)
    {
        builder.ToTable("response_times");
        builder.HasKey(t => t.Consult);
        builder.Property(t => t.Consult).ValueGeneratedNever();
        builder.HasIndex(t => new { t.Network, t.AdviceDue });
        builder.HasIndex(t => new { t.Network, t.ClosedAt }).HasFilter("\"ClosedAt\" IS NOT NULL");
        builder.HasIndex(t => new { t.Network, t.LoopDue }).HasFilter("\"LoopDue\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<CountedRow> builder)
    {
        builder.ToTable("counted");
        builder.HasKey(c => new { c.Consult, c.What }); // in two months never
    }

    public void Configure(EntityTypeBuilder<PublishedMonthRow> builder)
    {
        builder.ToTable("published_months");
        builder.HasKey(m => new { m.Network, m.Month }); // two who publish it at once: one wins
    }

    public void Configure(EntityTypeBuilder<FigureRow> builder)
    {
        builder.ToTable("published_figures");
        builder.HasKey(f => new { f.Network, f.Month, f.Table, f.Group, f.Measure });
    }

    public void Configure(EntityTypeBuilder<OutcomeFigureRow> builder)
    {
        builder.ToTable("published_outcomes");
        builder.HasKey(o => new { o.Network, o.Month, o.Pathway, o.Questions, o.Question, o.Answer });
    }

    public void Configure(EntityTypeBuilder<MonthNoteRow> builder)
    {
        builder.ToTable("month_notes");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.HasIndex(n => new { n.Network, n.Month });
    }

    public void Configure(EntityTypeBuilder<PersonLookRow> builder)
    {
        builder.ToTable("person_looks");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => new { l.Person, l.At });
    }
}
