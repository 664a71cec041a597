using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Audit;

/// <summary>
/// Who did or looked at what: by person, case, kind and time, the newest first. The search is itself an entry. What one person did is a look at that person,
/// which asks why and is shown to them; without a person or a case, of reading and of clinical work no name is told.
/// </summary>
/// <param name="Case">The case's number.</param>
/// <param name="From">First day, by the network's clock.</param>
/// <param name="To">Last day; without a person or a case at most 31 days.</param>
/// <param name="After">Goes on where a page ended.</param>
/// <param name="Why">With <paramref name="Reason"/> of 10 to 500 characters needed for a person, who reads them.</param>
[Allowed(Role.Administrator)]
public sealed record SearchAudit(
    Guid? Person, long? Case, AuditKind? Kind, DateOnly From, DateOnly To, string? After = null, LookReason? Why = null, string? Reason = null) : IRequest<AuditPage>, ICommand
{
    public Guid? Subject => Person ?? Guid.Empty;
}

/// <param name="Next">For <see cref="SearchAudit.After"/>; null: there is no more.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Next);

/// <param name="By">Null where the search tells no names.</param>
/// <param name="Case">Number of the case that it is about.</param>
/// <param name="About">Name of the person that it is about.</param>
/// <param name="Detail">Codes and numbers, never words about a patient.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string? By, AuditKind Kind, string Action, long? Case, string? About, string? Detail);

internal sealed class SearchAuditHandler(TeleconsultDb db, NameDirectory directory, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<SearchAudit, AuditPage>
{
    private const int Size = 50;
    private const int MostDays = 31;

    public async Task<AuditPage> Handle(SearchAudit command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await db.Networks.Where(n => n.Id == network).Select(n => n.TimeZone).SingleAsync(cancellationToken));
        var narrow = command.Person is not null || command.Case is not null;
        if (command.To < command.From || (!narrow && command.To.DayNumber - command.From.DayNumber >= MostDays))
        {
            throw new RuleViolation("audit.days", ("most", MostDays));
        }

        var from = Domain.Duty.ZoneTime.ToInstant(zone, command.From, TimeSpan.Zero);
        var to = Domain.Duty.ZoneTime.ToInstant(zone, command.To.AddDays(1), TimeSpan.Zero);
        var rows = db.Audit.AsNoTracking().Where(a => a.Network == network && a.At >= from && a.At < to);
        if (command.Person is { } person)
        {
            await LookAsync(person, command, cancellationToken);
            rows = rows.Where(a => a.User == person);
        }

        if (command.Case is { } number)
        {
            var consult = await db.Consults.Where(c => c.Network == network && c.Number == number).Select(c => (ConsultId?)c.Id).SingleOrDefaultAsync(cancellationToken)
                ?? throw new RuleViolation("audit.no-such-case");
            rows = rows.Where(a => a.Subject == consult.Value);
        }

        if (command.Kind is { } kind)
        {
            var actions = AuditKinds.ActionsOf(kind);
            rows = rows.Where(a => actions.Contains(a.Action));
        }

        if (Position(command.After) is var (at, id))
        {
            rows = rows.Where(a => a.At < at || (a.At == at && a.Id < id));
        }

        recorder.Explain(string.Create(CultureInfo.InvariantCulture, $"case:{command.Case} kind:{command.Kind} {command.From:yyyy-MM-dd}/{command.To:yyyy-MM-dd} {command.Why}"));
        return await ReadAsync(rows, narrow, cancellationToken);
    }

    private async Task<AuditPage> ReadAsync(IQueryable<AuditRow> rows, bool narrow, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var names = await directory.OfAsync(network, cancellationToken);
        var found = await rows.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(Size + 1).ToListAsync(cancellationToken);
        var about = found.Where(a => a.Subject is not null).Select(a => new ConsultId(a.Subject!.Value)).Distinct().ToList();
        var numbers = await db.Consults.AsNoTracking().Where(c => c.Network == network && about.Contains(c.Id)).ToDictionaryAsync(c => c.Id.Value, c => c.Number, cancellationToken);
        var page = found.Take(Size).ToList();
        return new AuditPage(
            [.. page.Select(a => new AuditEntry(
                a.Id, a.At, narrow || AuditKinds.Of(a.Action) is AuditKind.Governed ? names.Person(new PractitionerId(a.User)).Name : null, AuditKinds.Of(a.Action), a.Action,
                numbers.TryGetValue(a.Subject ?? Guid.Empty, out var number) ? number : null, a.Subject is { } subject ? names.People.GetValueOrDefault(subject) : null, a.Detail))],
            found.Count > Size ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].At.UtcTicks}.{page[^1].Id}") : null);
    }

    /// <summary>Stands on the person's own page, like every look at one person (DESIGN §5 rule 10); a further page is the same look.</summary>
    private async Task LookAsync(Guid person, SearchAudit command, CancellationToken cancellationToken)
    {
        var me = user.Actor;
        if (!await db.Users.AnyAsync(u => u.Id == person && u.Network == me.Network, cancellationToken))
        {
            throw new NotFound("person.not-found");
        }

        if (person == me.Id.Value)
        {
            return;
        }

        var reason = Texts.Required(command.Reason, "figures.reason", 500);
        if (command.Why is not { } why || !Enum.IsDefined(why) || reason.Length < 10)
        {
            throw new RuleViolation("figures.reason");
        }

        if (command.After is null)
        {
            db.PersonLooks.Add(new PersonLookRow
            {
                Id = Guid.CreateVersion7(),
                Network = me.Network,
                Person = new PractitionerId(person),
                By = me.Id,
                At = clock.GetUtcNow(),
                Why = why,
                Reason = reason,
            });
        }
    }

    private static (DateTimeOffset At, long Id)? Position(string? after) =>
        after?.Split('.') is [var ticks, var row] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && long.TryParse(row, CultureInfo.InvariantCulture, out var id)
            && at >= 0 && at <= DateTimeOffset.MaxValue.Ticks
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;
}
