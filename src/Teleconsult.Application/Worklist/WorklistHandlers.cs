using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Worklist;

internal sealed class ListWorklistHandler(
    TeleconsultDb db, WorklistReader reader, Ports.IConsultFeed feed, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListWorklist, WorklistPage>
{
    public async Task<WorklistPage> Handle(ListWorklist request, CancellationToken cancellationToken)
    {
        var cursor = await feed.CursorAsync(user.Actor, cancellationToken);
        var limit = Math.Clamp(request.Limit, 1, 500);
        // The index of open cases alone says which; only those are read whole.
        var page = db.Consults.VisibleTo(user.Actor).InTab(request.Tab, user.Actor).Matching(request.Filter, user.Actor, templates, clock.GetUtcNow())
            .OrderBy(c => c.StepDue).ThenBy(c => c.Number).Take(limit).Select(c => c.Id);
        var consults = await db.Consults.AsNoTracking().Where(c => page.Contains(c.Id))
            .OrderBy(c => c.StepDue).ThenBy(c => c.Number).Include(c => c.Photos).ToListAsync(cancellationToken);
        var counts = await WorklistTabs.CountAsync(db.Consults.VisibleTo(user.Actor), user.Actor, cancellationToken);
        return new WorklistPage(await reader.ReadAsync(consults, cancellationToken), counts, clock.GetUtcNow(), cursor);
    }
}

internal sealed class GetWorklistEntryHandler(TeleconsultDb db, WorklistReader reader, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetWorklistEntry, WorklistEntry?>, IRequestHandler<GetNextCase, WorklistEntry?>
{
    public async Task<WorklistEntry?> Handle(GetWorklistEntry request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var consult = await InTab(request.Tab, request.Filter).Include(c => c.Photos).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        return consult is null ? null : (await reader.ReadAsync([consult], cancellationToken))[0];
    }

    public async Task<WorklistEntry?> Handle(GetNextCase request, CancellationToken cancellationToken)
    {
        var (after, me) = (new ConsultId(request.After), (PractitionerId?)user.Actor.Id);
        // The index of open cases alone says which; that one is read whole.
        var next = InTab(request.Tab, request.Filter)
            .Where(c => c.Id != after && (c.State == ConsultState.Waiting || c.State == ConsultState.Unallocated || (c.State == ConsultState.Claimed && c.Holder == me)))
            .OrderBy(c => c.StepDue).ThenBy(c => c.Number).Select(c => c.Id).Take(1);
        var consult = await db.Consults.AsNoTracking().Include(c => c.Photos).SingleOrDefaultAsync(c => next.Contains(c.Id), cancellationToken);
        return consult is null ? null : (await reader.ReadAsync([consult], cancellationToken))[0];
    }

    private IQueryable<Consult> InTab(WorklistTab tab, WorklistFilter? filter) =>
        db.Consults.AsNoTracking().VisibleTo(user.Actor).InTab(tab, user.Actor).Matching(filter, user.Actor, templates, clock.GetUtcNow());
}

internal static class WorklistTabs
{
    public static IEnumerable<WorklistTab> Of(Actor actor)
    {
        if (actor.Has(Role.Specialist))
        {
            yield return WorklistTab.ToAnswer;
            yield return WorklistTab.Mine;
            yield return WorklistTab.WaitingForInformation;
            yield return WorklistTab.AnsweredUnread;
        }

        if (actor.Has(Role.Coordinator))
        {
            yield return WorklistTab.ToAllocate;
            yield return WorklistTab.AllOpen;
        }
    }

    /// <summary>Open cases only, said so that the index of open cases serves.</summary>
    public static IQueryable<Consult> InTab(this IQueryable<Consult> consults, WorklistTab tab, Actor actor)
    {
        var services = actor.Services.Select(s => (ServiceId?)s).ToArray();
        var me = (PractitionerId?)actor.Id;
        var open = consults.Where(c => c.State < ConsultState.Closed);
        return tab switch
        {
            WorklistTab.ToAnswer => open.Where(c => services.Contains(c.Service)
                && (c.State == ConsultState.Waiting || c.State == ConsultState.Claimed || c.State == ConsultState.NeedsRequester || c.State == ConsultState.AdvicePending
                    || c.StepKind == NextStepKind.ConfirmReadBack)),
            WorklistTab.Mine => open.Where(c => (c.Holder == me && c.State < ConsultState.Answered) || (c.StepKind == NextStepKind.ResolveConflict && c.StepWho == me)
                || (services.Contains(c.Service) && c.Opinions.Any(o => o.Of == actor.Id && o.GivenAt == null && o.DeclinedAt == null))),
            WorklistTab.WaitingForInformation => open.Where(c => services.Contains(c.Service) && c.State == ConsultState.NeedsRequester),
            WorklistTab.AnsweredUnread => open.Where(c => services.Contains(c.Service) && (c.State == ConsultState.Answered || c.StepKind == NextStepKind.ReadBack)),
            WorklistTab.ToAllocate => open.Where(c => c.State == ConsultState.Unallocated),
            _ => open,
        };
    }

    /// <summary>How many cases each tab of the reader holds, in one statement.</summary>
    public static async Task<Dictionary<WorklistTab, int>> CountAsync(IQueryable<Consult> visible, Actor actor, CancellationToken cancellationToken)
    {
        var tabs = Of(actor).ToList();
        if (tabs.Count == 0)
        {
            return [];
        }

        var counted = await tabs.Select(tab => visible.InTab(tab, actor).GroupBy(_ => tab).Select(g => new { Tab = g.Key, Count = g.Count() }))
            .Aggregate((one, other) => one.Concat(other)).ToDictionaryAsync(c => c.Tab, c => c.Count, cancellationToken);
        return tabs.ToDictionary(t => t, t => counted.GetValueOrDefault(t));
    }
}

/// <summary>Turns consults into worklist lines: words of all in two queries.</summary>
public sealed class WorklistReader(TeleconsultDb db, WordVault words, Intake.Templates templates, NameDirectory directory, ICurrentUser user)
{
    public async Task<IReadOnlyList<WorklistEntry>> ReadAsync(IReadOnlyList<Consult> consults, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consults);
        var ids = consults.Select(c => c.Id.Value).ToList();
        var names = await directory.OfAsync(user.Actor.Network, cancellationToken);
        var intakes = await words.GetManyAsync<IntakeWords>(ids, WordKind.Intake, cancellationToken);
        var patients = await words.GetManyAsync<PatientWords>([.. consults.Select(c => c.Patient.Value).Distinct()], WordKind.Patient, cancellationToken);
        var previews = (await db.Words.Where(w => ids.Contains(w.Stream) && w.Kind == WordKind.Preview).Select(w => w.Item).ToListAsync(cancellationToken)).ToHashSet();
        return [.. consults.Select(c => Line(c, names, intakes.GetValueOrDefault(c.Id.Value), patients.GetValueOrDefault(c.Patient.Value), previews))];
    }

    private WorklistEntry Line(Consult consult, Names names, IntakeWords? intake, PatientWords? patient, HashSet<Guid> previews)
    {
        var template = templates.Get(consult.Template);
        IReadOnlyList<string> Texts(IReadOnlyList<string>? linkIds) =>
            [.. (linkIds ?? []).Select(id => template.LabelOf(id, user.Language))];
        return new WorklistEntry(
            consult.Id.Value, consult.Number, consult.Version, consult.Urgency, consult.State, names.NextStepOf(consult), consult.ReceivedAt,
            patient.ToView(consult.Patient, 0, whole: false), consult.Template, template.TitleIn(user.Language), intake?.Question ?? "",
            [.. consult.Photos.OrderBy(p => p.AnnouncedAt).ThenBy(p => p.Id.Value).Select(p => p.ToView(previews.Contains(p.Id.Value)))],
            consult.PhotosExpected, consult.PhotosStored, Texts(intake?.Missing), Texts(intake?.Raised ?? intake?.RedFlags), names.Facility(consult.Facility),
            names.Person(consult.Requester).Name, consult.Language ?? patient?.Language, names.Service(consult.Service), names.Person(consult.Holder),
            consult.Holder == user.Actor.Id, consult.LeaseEnds)
        {
            OfferedTo = consult.State is ConsultState.Waiting ? names.Person(consult.OfferedTo) : null,
            OfferedToMe = consult.State is ConsultState.Waiting && consult.OfferedTo == user.Actor.Id,
        };
    }
}
