using Teleconsult.Application.Duty;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>Whom the rungs of a case's ladder mean at one moment. Asked once for each whom.</summary>
internal sealed class LadderPeople(IDutyBook duty, Consult consult, DateTimeOffset now)
{
    private readonly Dictionary<RungWhom, IReadOnlyList<PractitionerId>> _known = [];
    private ServiceDuty? _plan;
    private DutyView? _duty;

    /// <summary>The same case at another instant, without asking for the plan again.</summary>
    public LadderPeople At(DateTimeOffset instant) => new(duty, consult, instant) { _plan = instant >= Earliest ? _plan : null };

    /// <summary>All that decides who answers for the case's service; null for a case without one.</summary>
    public async ValueTask<ServiceDuty?> PlanAsync(CancellationToken cancellationToken) =>
        consult.Service is { } service ? _plan ??= await duty.PlanAsync(service, Earliest, cancellationToken) : null;

    /// <summary>Who is on duty for the case's service now; null for a case without one.</summary>
    public async ValueTask<DutyView?> DutyAsync(CancellationToken cancellationToken) =>
        await PlanAsync(cancellationToken) is { } plan ? _duty ??= DutyBook.ViewOf(plan, now) : null;

    /// <summary>Never the requester but where the rung means them. Empty: it names nobody.</summary>
    public async ValueTask<IReadOnlyList<PractitionerId>> OfAsync(RungWhom whom, Ladder ladder, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(whom, out var people))
        {
            var found = await FindAsync(whom, ladder, cancellationToken);
            people = [.. found.Where(p => whom is RungWhom.Requester || p != consult.Requester).Distinct()];
            _known[whom] = people;
        }

        return people;
    }

    /// <summary>Nobody is on duty because the service is closed: what can wait, waits. An emergency never does.</summary>
    public async ValueTask<bool> IsClosedAsync(CancellationToken cancellationToken) =>
        consult.Urgency is not Urgency.Emergency && await DutyAsync(cancellationToken) is { IsOpen: false };

    /// <summary>The one person whom a rung alerts; null: several. Where it names nobody the coordinator, who is told of that.</summary>
    public async ValueTask<PractitionerId?> OneOfAsync(Rung rung, Ladder ladder, CancellationToken cancellationToken)
    {
        if (rung.Whom.Contains(RungWhom.Coordinator))
        {
            return consult.Coordinator;
        }

        var people = new HashSet<PractitionerId>();
        foreach (var whom in rung.Whom)
        {
            people.UnionWith(await OfAsync(whom, ladder, cancellationToken));
        }

        return people.Count switch
        {
            0 => await IsClosedAsync(cancellationToken) ? null : consult.Coordinator,
            1 => people.Single(),
            _ => null,
        };
    }

    private async Task<IEnumerable<PractitionerId>> FindAsync(RungWhom whom, Ladder ladder, CancellationToken cancellationToken) => whom switch
    {
        RungWhom.Coordinator => [consult.Coordinator],
        RungWhom.Requester => [consult.Requester],
        RungWhom.Pool => (await PlanAsync(cancellationToken))?.Members ?? [],
        RungWhom.OnCall => (await DutyAsync(cancellationToken))?.Primary ?? [],
        RungWhom.Backup => (await DutyAsync(cancellationToken))?.Backup ?? [],
        RungWhom.Lead => (await DutyAsync(cancellationToken))?.Lead is { } lead ? [lead] : [],
        RungWhom.PartnerService => ladder.Partner is { } partner ? (await duty.AtAsync(partner, now, cancellationToken)).OnDuty : [],
        _ => throw new ArgumentOutOfRangeException(nameof(whom), whom, null),
    };

    private DateTimeOffset Earliest => now < consult.ReceivedAt ? now : consult.ReceivedAt;
}
