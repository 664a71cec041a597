using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>The reader's own figures of the last days, and who else has looked at them.</summary>
/// <param name="Days">From 1 to 366.</param>
[Allowed]
public sealed record GetOwnFigures(int Days = 90) : IRequest<OwnFigures>;

/// <param name="Looks">The newest first; they stay, whatever the period.</param>
/// <param name="Beside">Of the newest published month, where groups are large enough without the reader.</param>
/// <param name="At">As of when.</param>
public sealed record OwnFigures(PersonFigures Figures, IReadOnlyList<PersonLook> Looks, IReadOnlyList<OwnComparison> Beside, DateTimeOffset At);

/// <summary>Somebody looked at these figures.</summary>
public sealed record PersonLook(string By, DateTimeOffset At, LookReason Why, string Reason);

internal sealed class GetOwnFiguresHandler(TeleconsultDb db, PersonReader reader, OwnComparisons comparisons, NameDirectory directory, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<GetOwnFigures, OwnFigures>
{
    private const int MostLooks = 100;

    public async Task<OwnFigures> Handle(GetOwnFigures request, CancellationToken cancellationToken)
    {
        var (now, me) = (clock.GetUtcNow(), user.Actor);
        var names = await directory.OfAsync(me.Network, cancellationToken);
        var looks = await db.PersonLooks.AsNoTracking().Where(l => l.Person == me.Id).OrderByDescending(l => l.At).Take(MostLooks).ToListAsync(cancellationToken);
        return new OwnFigures(
            await reader.ReadAsync(me.Network, me.Id, now - TimeSpan.FromDays(Math.Clamp(request.Days, 1, 366)), now, cancellationToken),
            [.. looks.Select(l => new PersonLook(names.Person(l.By).Name, l.At, l.Why, l.Reason))],
            await comparisons.OfAsync(me.Network, me.Id, cancellationToken), now);
    }
}
