using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Persistence;

internal sealed class ConsultConfiguration : IEntityTypeConfiguration<Consult>
{
    public void Configure(EntityTypeBuilder<Consult> builder)
    {
        builder.ToTable("consults");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.NextStep);
        builder.Ignore(c => c.PendingEvents);
        builder.Ignore(c => c.IsUntouched);
        builder.Ignore(c => c.PhotosExpected);
        builder.Ignore(c => c.PhotosStored);
        builder.Ignore(c => c.NeedsReadBack);
        builder.Ignore(c => c.Shown);
        builder.Ignore(c => c.StandingAdvice);
        builder.Ignore(c => c.IsInConflict);
        builder.Ignore(c => c.Owner);
        builder.Ignore(c => c.IsFree);
        builder.Ignore(c => c.IsUnanswered);
        builder.Ignore(c => c.NeedsReview);
        builder.Ignore(c => c.Target);
        builder.Ignore(c => c.NeedsPromise);
        builder.Ignore(c => c.NeedsOffer);
        builder.Ignore(c => c.WaitsForSigner);
        builder.Ignore(c => c.WhyOffered);
        builder.Ignore(c => c.Need);
        builder.Ignore(c => c.NeedsAnother);
        builder.Ignore(c => c.AnotherAsked);
        builder.Ignore(c => c.AnotherNeed);
        builder.Ignore(c => c.OpenReferrals);
        builder.Ignore(c => c.AdviceDue);
        builder.Property(c => c.Promise).HasConversion(
            p => JsonSerializer.Serialize(p, Json.Options), text => JsonSerializer.Deserialize<CasePromise>(text, Json.Options));
        builder.HasMany(c => c.Photos).WithOne().HasForeignKey(p => p.Consult);
        builder.HasMany(c => c.Requests).WithOne().HasForeignKey(r => r.Consult);
        builder.HasMany(c => c.Advices).WithOne().HasForeignKey(a => a.Consult);
        builder.HasMany(c => c.ReadBacks).WithOne().HasForeignKey(r => r.Consult);
        builder.HasMany(c => c.Opinions).WithOne().HasForeignKey(o => o.Consult);
        builder.HasMany(c => c.Referrals).WithOne().HasForeignKey(r => r.Consult);
        builder.HasMany(c => c.Calls).WithOne().HasForeignKey(c => c.Consult);
        builder.HasIndex(c => new { c.Network, c.Number }).IsUnique();
        builder.HasIndex(c => new { c.Requester, c.State });
        builder.HasIndex(c => c.Service);
        // The worklists: the open cases alone, in the order of what is due, with all that a tab asks; whatever has been closed costs nothing.
        builder.HasIndex(c => new { c.Network, c.StepDue, c.Number, c.State, c.StepKind, c.Service, c.Holder, c.Requester, c.Id })
            .HasDatabaseName("IX_consults_open").HasFilter($"\"State\" < {(int)ConsultState.Closed}");
        builder.HasIndex(c => new { c.Network, c.ClosedAt }).HasFilter("\"ClosedAt\" IS NOT NULL"); // lately closed: of a snapshot
        builder.HasIndex(c => new { c.OfferedTo, c.OfferedAt }).HasFilter("\"OfferedTo\" IS NOT NULL"); // who was offered what, and when last
        builder.HasIndex(c => c.Patient);
        builder.HasIndex(c => c.FollowUpOf);
    }
}

internal sealed class PhotoConfiguration : IEntityTypeConfiguration<ConsultPhoto>
{
    public void Configure(EntityTypeBuilder<ConsultPhoto> builder)
    {
        builder.ToTable("photos");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.OwnsOne(p => p.Original, original =>
        {
            original.Property(o => o.Id).ValueGeneratedNever();
            original.HasIndex(o => o.Id).IsUnique();
        });
        builder.HasIndex(p => p.LostAt).HasFilter("\"LostAt\" IS NOT NULL"); // hopefully none
    }
}

internal sealed class RequestConfiguration : IEntityTypeConfiguration<InformationRequest>
{
    public void Configure(EntityTypeBuilder<InformationRequest> builder)
    {
        builder.ToTable("requests");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Ignore(r => r.IsOpen);
    }
}

internal sealed class AdviceConfiguration : IEntityTypeConfiguration<AdviceRecord>
{
    public void Configure(EntityTypeBuilder<AdviceRecord> builder)
    {
        builder.ToTable("advice");
        builder.HasKey(a => a.Id);
        builder.Ignore(a => a.WaitsForSignature);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasMany(a => a.Marks).WithOne().HasForeignKey(m => m.Advice);
    }
}

internal sealed class OpinionConfiguration : IEntityTypeConfiguration<OpinionRequest>
{
    public void Configure(EntityTypeBuilder<OpinionRequest> builder)
    {
        builder.ToTable("opinions");
        builder.HasKey(o => new { o.Consult, o.Id }); // an id of another case is no other case's matter
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Ignore(o => o.IsOpen);
        builder.Ignore(o => o.Why);
        builder.HasIndex(o => new { o.Of, o.GivenAt, o.DeclinedAt });
    }
}

internal sealed class ReferralConfiguration : IEntityTypeConfiguration<Referral>
{
    public void Configure(EntityTypeBuilder<Referral> builder)
    {
        builder.ToTable("referrals");
        builder.HasKey(r => new { r.Consult, r.Id }); // an id of another case is no other case's matter
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Ignore(r => r.IsOpen);
        builder.Ignore(r => r.Plan);
        builder.HasIndex(r => r.StepDue).HasFilter($"\"Step\" <> {(int)ReferralStep.None}"); // those that are followed, by what is due
    }
}

internal sealed class ReadBackConfiguration : IEntityTypeConfiguration<ReadBackRecord>, IEntityTypeConfiguration<PhoneCall>
{
    public void Configure(EntityTypeBuilder<ReadBackRecord> builder)
    {
        builder.ToTable("read_backs");
        builder.HasKey(r => new { r.Consult, r.Id }); // an id of another case is no other case's matter
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Ignore(r => r.IsOpen);
    }

    public void Configure(EntityTypeBuilder<PhoneCall> builder)
    {
        builder.ToTable("calls");
        builder.HasKey(c => new { c.Consult, c.Id });
        builder.Property(c => c.Id).ValueGeneratedNever();
    }
}

internal sealed class MarkConfiguration : IEntityTypeConfiguration<ActionMark>
{
    public void Configure(EntityTypeBuilder<ActionMark> builder)
    {
        builder.ToTable("action_marks");
        builder.HasKey(m => new { m.Advice, m.Line });
    }
}

internal sealed class PatientConfiguration : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("patients");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.Cases).IsConcurrencyToken();
        builder.Ignore(p => p.PendingEvents);
        builder.HasIndex(p => p.Facility);
    }
}

internal sealed class EventConfiguration : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedOnAdd();
        builder.Property(e => e.Type).HasMaxLength(64);
        builder.HasIndex(e => new { e.Stream, e.Version }).IsUnique();
    }
}

internal sealed class WordConfiguration : IEntityTypeConfiguration<WordRow>
{
    public void Configure(EntityTypeBuilder<WordRow> builder)
    {
        builder.ToTable("words");
        builder.HasKey(w => new { w.Stream, w.Kind, w.Item, w.Version });
    }
}

internal sealed class StreamKeyConfiguration : IEntityTypeConfiguration<StreamKeyRow>
{
    public void Configure(EntityTypeBuilder<StreamKeyRow> builder)
    {
        builder.ToTable("stream_keys");
        builder.HasKey(k => k.Stream);
        builder.Property(k => k.Stream).ValueGeneratedNever();
        builder.Property(k => k.Share).HasMaxLength(64);
    }
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<ErasureRow>
{
    public void Configure(EntityTypeBuilder<ErasureRow> builder)
    {
        builder.ToTable("erasures");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Share).HasMaxLength(64);
        builder.HasIndex(e => e.DoneAt);
        builder.HasIndex(e => new { e.Network, e.At });
    }
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<MessageRow>
{
    public void Configure(EntityTypeBuilder<MessageRow> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.Consult);
    }
}

internal sealed class DraftConfiguration : IEntityTypeConfiguration<DraftRow>
{
    public void Configure(EntityTypeBuilder<DraftRow> builder)
    {
        builder.ToTable("drafts");
        builder.HasKey(d => new { d.Consult, d.Author });
        builder.Property(d => d.Revision).IsConcurrencyToken();
    }
}

internal sealed class IdempotencyConfiguration : IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("idempotency");
        builder.HasKey(i => new { i.User, i.Key });
        builder.HasIndex(i => i.At);
    }
}

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedOnAdd();
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.Detail).HasMaxLength(400);
        builder.HasIndex(a => a.Subject);
        builder.HasIndex(a => new { a.Network, a.At });
        builder.HasIndex(a => new { a.User, a.At });
    }
}

internal sealed class TimerConfiguration : IEntityTypeConfiguration<TimerRow>
{
    public void Configure(EntityTypeBuilder<TimerRow> builder)
    {
        builder.ToTable("timers");
        builder.HasKey(t => new { t.Consult, t.Kind });
        builder.Property(t => t.Token).IsConcurrencyToken();
        builder.HasIndex(t => t.NextAt);
    }
}

internal sealed class ReaderConfiguration : IEntityTypeConfiguration<ReaderRow>
{
    public void Configure(EntityTypeBuilder<ReaderRow> builder)
    {
        builder.ToTable("readers");
        builder.HasKey(r => r.Name);
        builder.Property(r => r.Position).IsConcurrencyToken();
    }
}

internal sealed class FactConfiguration : IEntityTypeConfiguration<FactRow>
{
    public void Configure(EntityTypeBuilder<FactRow> builder)
    {
        builder.ToTable("facts");
        builder.HasKey(f => f.Name);
    }
}

internal sealed class UploadConfiguration : IEntityTypeConfiguration<UploadRow>
{
    public void Configure(EntityTypeBuilder<UploadRow> builder)
    {
        builder.ToTable("uploads");
        builder.HasKey(u => u.Photo);
        builder.Property(u => u.Photo).ValueGeneratedNever();
        builder.HasIndex(u => u.ExpiresAt);
    }
}

internal sealed class PlaceConfiguration : IEntityTypeConfiguration<NetworkRow>, IEntityTypeConfiguration<FacilityRow>, IEntityTypeConfiguration<ServiceRow>
{
    public void Configure(EntityTypeBuilder<NetworkRow> builder)
    {
        builder.ToTable("networks");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.TimeZone).HasDefaultValue("UTC").HasSentinel("UTC");
        builder.Property(n => n.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<FacilityRow> builder)
    {
        builder.ToTable("facilities");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.HasIndex(f => f.Network);
    }

    public void Configure(EntityTypeBuilder<ServiceRow> builder)
    {
        builder.ToTable("services");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.Network);
    }
}

internal sealed class PeopleConfiguration : IEntityTypeConfiguration<TeleconsultUser>, IEntityTypeConfiguration<AssignmentRow>, IEntityTypeConfiguration<DeviceRow>
{
    public void Configure(EntityTypeBuilder<TeleconsultUser> builder)
    {
        builder.HasMany(u => u.Assignments).WithOne().HasForeignKey(a => a.User);
        builder.HasIndex(u => u.Network);
    }

    public void Configure(EntityTypeBuilder<AssignmentRow> builder)
    {
        builder.ToTable("assignments");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<DeviceRow> builder)
    {
        builder.ToTable("devices");
        builder.HasKey(d => new { d.Id, d.User }); // two users of one phone: revoked one by one
        builder.HasIndex(d => d.User);
    }
}
