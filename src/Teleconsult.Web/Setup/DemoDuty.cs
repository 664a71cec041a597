using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Web.Setup;

/// <summary>Who is on duty in the demo network: dermatology on weekdays, emergency advice around the clock.</summary>
internal static class DemoDuty
{
    private const string Zone = "Africa/Nairobi";
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Once; also for a demo network of an earlier build. The accounts are there already.</summary>
    public static async Task SeedAsync(TeleconsultDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Calendars.AnyAsync(c => c.Network == DemoData.NetworkId, cancellationToken))
        {
            return;
        }

        var people = await db.Users.Where(u => u.Network == DemoData.NetworkId && u.Email != null).ToDictionaryAsync(u => u.Email!, u => u, cancellationToken);
        PractitionerId Of(string account) => new(people[$"{account}@demo.example"].Id);
        var (skin, onCall, coordinator) = (Of("dermatologist"), Of("on.call"), Of("coordinator"));

        db.Calendars.Add(Calendar(DemoData.Dermatology, new WeeklyHours(Weekdays.Select(d => Span(d, 8, 17))), holidays: true));
        db.Calendars.Add(Calendar(DemoData.EmergencyAdvice, WeeklyHours.Always, holidays: false));
        db.Calendars.Add(Calendar(DemoData.Foot, new WeeklyHours([.. Weekdays.SelectMany(d => new[] { Span(d, 8, 12), Span(d, 14, 17) }), Span(DayOfWeek.Saturday, 8, 12)]), true));
        db.Holidays.AddRange(new[] { ("12-12", "Jamhuri Day"), ("12-25", "Christmas Day"), ("12-26", "Utamaduni Day") }.SelectMany(h => Enumerable.Range(now.Year, 2)
            .Select(year => new HolidayRow { Network = DemoData.NetworkId, Date = DateOnly.ParseExact($"{year}-{h.Item1}", "yyyy-MM-dd"), Name = h.Item2 })));

        db.Rosters.Add(Published(DemoData.Dermatology, Weekdays.Select(d => Pattern(d, 8, 17, skin, null)), coordinator, now));
        db.Rosters.Add(Published(DemoData.EmergencyAdvice, Enum.GetValues<DayOfWeek>().Select(d => Pattern(d, 0, 24, skin, onCall)), coordinator, now));
        foreach (var service in await db.Services.Where(s => s.Id == DemoData.Dermatology || s.Id == DemoData.EmergencyAdvice).ToListAsync(cancellationToken))
        {
            service.Lead ??= skin;
            service.PromisesEmergency |= service.Id == DemoData.EmergencyAdvice;
        }

        var usual = ResponseTargets.Default(Urgency.Routine);
        db.Targets.Add(new TargetRow
        {
            Service = DemoData.Kidney,
            Urgency = Urgency.Routine,
            Network = DemoData.NetworkId,
            Claim = usual.Claim,
            Advice = TimeSpan.FromDays(3),
            Read = usual.Read,
            Information = usual.Information,
        });
        AddContacts(db, people.Values, onCall, Of("clinic.nurse"));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void AddContacts(TeleconsultDb db, IEnumerable<TeleconsultUser> people, PractitionerId onCall, PractitionerId nurse)
    {
        db.ContactPoints.AddRange(people.Select(p => new ContactPointRow
        {
            Id = new ContactId(Guid.CreateVersion7()),
            Person = new PractitionerId(p.Id),
            Channel = ContactChannel.Email,
            Address = p.Email!,
            Order = 1,
        }));
        db.ContactPoints.AddRange(new[] { ContactChannel.Sms, ContactChannel.Phone }.Select((channel, i) => new ContactPointRow
        {
            Id = new ContactId(Guid.CreateVersion7()),
            Person = onCall,
            Channel = channel,
            Address = "0700555021",
            Order = 2 + i,
        }));
        db.QuietHours.Add(new QuietHoursRow { Person = nurse, From = new TimeOnly(20, 0), To = new TimeOnly(6, 30), Zone = Zone });
    }

    private static CalendarRow Calendar(ServiceId service, WeeklyHours hours, bool holidays) =>
        new() { Service = service, Network = DemoData.NetworkId, Zone = Zone, Hours = hours.ToString(), ClosedOnHolidays = holidays };

    private static RosterRow Published(ServiceId service, IEnumerable<ShiftPattern> patterns, PractitionerId by, DateTimeOffset now)
    {
        var plan = DutyReader.TextOf(new RosterPlan([.. patterns], []));
        return new RosterRow { Service = service, Network = DemoData.NetworkId, Draft = plan, Published = plan, PublishedAt = now, PublishedBy = by, Version = 1 };
    }

    private static OpenSpan Span(DayOfWeek day, int from, int to) => new(day, TimeSpan.FromHours(from), TimeSpan.FromHours(to));

    private static ShiftPattern Pattern(DayOfWeek day, int from, int to, PractitionerId primary, PractitionerId? backup) => new(
        new ShiftId(Guid.CreateVersion7()), day, TimeSpan.FromHours(from), TimeSpan.FromHours(to), new ShiftTeam([primary], backup is { } b ? [b] : []), First, null, 1, []);
}
