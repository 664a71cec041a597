using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Ladders;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Persistence;

/// <summary>The one model, on every database. Handlers use it directly; the pipeline saves.</summary>
/// <remarks>Not safe for concurrent use; one scope, one context.</remarks>
public class TeleconsultDb : IdentityUserContext<TeleconsultUser, Guid>
{
    public TeleconsultDb(DbContextOptions<TeleconsultDb> options)
        : base(options)
    {
    }

    /// <summary>For another database: migrations belong to a context type.</summary>
    protected TeleconsultDb(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Consult> Consults => Set<Consult>();
    public DbSet<ConsultPhoto> Photos => Set<ConsultPhoto>();
    public DbSet<Patient> Patients => Set<Patient>();
    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();
    public DbSet<Domain.Consults.Referral> Referrals => Set<Domain.Consults.Referral>();
    public DbSet<EventRow> Events => Set<EventRow>();
    public DbSet<WordRow> Words => Set<WordRow>();
    public DbSet<StreamKeyRow> StreamKeys => Set<StreamKeyRow>();
    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();
    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<TimerRow> Timers => Set<TimerRow>();
    public DbSet<AlertRow> Alerts => Set<AlertRow>();
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();
    public DbSet<Courtesy.CourtesyReportRow> CourtesyReports => Set<Courtesy.CourtesyReportRow>();
    public DbSet<Courtesy.CourtesyVersionRow> CourtesyVersions => Set<Courtesy.CourtesyVersionRow>();
    public DbSet<Invitations.InvitationRow> Invitations => Set<Invitations.InvitationRow>();
    public DbSet<Teaching.TeachingCardRow> TeachingCards => Set<Teaching.TeachingCardRow>();
    public DbSet<Intake.FormRuleRow> FormRules => Set<Intake.FormRuleRow>();
    public DbSet<LadderRow> Ladders => Set<LadderRow>();
    public DbSet<PushSubscriptionRow> PushSubscriptions => Set<PushSubscriptionRow>();
    public DbSet<Watch.WorkerBeatRow> WorkerBeats => Set<Watch.WorkerBeatRow>();
    public DbSet<Watch.CanaryRow> Canaries => Set<Watch.CanaryRow>();
    public DbSet<ReaderRow> Readers => Set<ReaderRow>();
    public DbSet<FactRow> Facts => Set<FactRow>();
    public DbSet<TimesRow> Times => Set<TimesRow>();
    public DbSet<CountedRow> Counted => Set<CountedRow>();
    public DbSet<PublishedMonthRow> PublishedMonths => Set<PublishedMonthRow>();
    public DbSet<FigureRow> Figures => Set<FigureRow>();
    public DbSet<OutcomeFigureRow> OutcomeFigures => Set<OutcomeFigureRow>();
    public DbSet<MonthNoteRow> MonthNotes => Set<MonthNoteRow>();
    public DbSet<PersonLookRow> PersonLooks => Set<PersonLookRow>();
    public DbSet<UploadRow> Uploads => Set<UploadRow>();
    public DbSet<NetworkRow> Networks => Set<NetworkRow>();
    public DbSet<FacilityRow> Facilities => Set<FacilityRow>();
    public DbSet<ServiceRow> Services => Set<ServiceRow>();
    public DbSet<AssignmentRow> Assignments => Set<AssignmentRow>();
    public DbSet<DeviceRow> Devices => Set<DeviceRow>();
    public DbSet<CalendarRow> Calendars => Set<CalendarRow>();
    public DbSet<HolidayRow> Holidays => Set<HolidayRow>();
    public DbSet<RosterRow> Rosters => Set<RosterRow>();
    public DbSet<LeaveRow> Leave => Set<LeaveRow>();
    public DbSet<SwapRow> Swaps => Set<SwapRow>();
    public DbSet<ContactPointRow> ContactPoints => Set<ContactPointRow>();
    public DbSet<QuietHoursRow> QuietHours => Set<QuietHoursRow>();
    public DbSet<TargetRow> Targets => Set<TargetRow>();
    public DbSet<DutyStampRow> DutyStamps => Set<DutyStampRow>();
    public DbSet<Worklist.SavedViewRow> SavedViews => Set<Worklist.SavedViewRow>();
    public DbSet<Phrases.PhraseRow> Phrases => Set<Phrases.PhraseRow>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        foreach (var network in DutyStamping.ChangedIn(ChangeTracker, user => Users.Where(u => u.Id == user).Select(u => u.Network).Single()))
        {
            DutyStamping.Stamp(DutyStamps, DutyStamps.Find(network), network);
        }

        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var network in DutyStamping.ChangedIn(ChangeTracker, user => Users.Where(u => u.Id == user).Select(u => u.Network).Single()))
        {
            DutyStamping.Stamp(DutyStamps, await DutyStamps.FindAsync([network], cancellationToken), network);
        }

        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        Conversions.Add(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        ArgumentNullException.ThrowIfNull(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(TeleconsultDb).Assembly);
    }
}
