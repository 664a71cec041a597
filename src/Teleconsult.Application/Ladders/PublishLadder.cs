using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Duty;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Ladders;

/// <summary>A service gets a ladder of its own for one urgency; without rungs it goes back to the default. Cases that wait follow it from their next rung on.</summary>
[Allowed(Role.Coordinator, Role.Administrator)]
public sealed record PublishLadder(Guid Service, Urgency Urgency, IReadOnlyList<RungForm> Rungs, Guid? Partner = null) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

/// <param name="Minutes">After the case's receipt.</param>
public sealed record RungForm(int Minutes, IReadOnlyList<RungWhom> Whom, IReadOnlyList<AlertChannel> Channels);

internal sealed class PublishLadderHandler(TeleconsultDb db, LadderBook book, IDutyBook duty, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<PublishLadder, Unit>
{
    public async Task<Unit> Handle(PublishLadder command, CancellationToken cancellationToken)
    {
        var service = await db.ServiceOfNetworkAsync(command.Service, user.Actor.Network, cancellationToken) ?? throw new RuleViolation("service.unknown");
        var partner = await db.ServiceOfNetworkAsync(command.Partner, user.Actor.Network, cancellationToken);
        var row = await db.Ladders.SingleOrDefaultAsync(l => l.Service == service && l.Urgency == command.Urgency, cancellationToken);
        if (command.Rungs is not { Count: > 0 })
        {
            if (row is not null)
            {
                db.Ladders.Remove(row);
            }
        }
        else
        {
            if (command.Rungs.ToList().FindIndex(r => r.Channels?.Contains(AlertChannel.Loopback) is true) is >= 0 and var inward)
            {
                throw new RuleViolation("ladder.channel", ("rung", inward + 1)); // it would reach nobody
            }

            var ladder = new Ladder(
                command.Urgency, [.. command.Rungs.Select(r => new Rung(TimeSpan.FromMinutes(r.Minutes), r.Whom ?? [], r.Channels ?? []))], partner);
            await RefuseEmptyAsync(ladder, service, cancellationToken);
            if (row is null)
            {
                row = new LadderRow { Service = service, Urgency = command.Urgency, Network = user.Actor.Network };
                db.Ladders.Add(row);
            }

            (row.Rungs, row.Partner) = (JsonSerializer.Serialize(ladder.Rungs, Json.Options), partner);
            (row.PublishedAt, row.By) = (clock.GetUtcNow(), user.Actor.Id);
        }

        book.ForgetAll();
        return Unit.Value;
    }

    /// <summary>A rung that names nobody today fails here, where somebody can mend it, and not at night.</summary>
    private async Task RefuseEmptyAsync(Ladder ladder, ServiceId service, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var view = await duty.AtAsync(service, now, cancellationToken);
        var pool = await db.Assignments.AnyAsync(a => a.Role == Role.Specialist && a.Service == service, cancellationToken);
        for (var number = 1; number <= ladder.Count; number++)
        {
            var named = false;
            foreach (var whom in ladder[number].Whom)
            {
                named |= whom switch
                {
                    RungWhom.Pool => pool,
                    RungWhom.OnCall => view.Primary.Count > 0 || (!view.IsOpen && view.IsRostered), // closed now: the roster's checker looks at its hours
                    RungWhom.Backup => view.Backup.Count > 0 || (!view.IsOpen && view.IsRostered),
                    RungWhom.Lead => view.Lead is not null,
                    RungWhom.PartnerService => (await duty.AtAsync(ladder.Partner!.Value, now, cancellationToken)) is var other && (other.OnDuty.Any() || !other.IsOpen),
                    _ => true,
                };
            }

            if (!named)
            {
                throw new RuleViolation("ladder.names-nobody", ("rung", number));
            }
        }
    }
}
