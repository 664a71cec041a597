using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>
/// Publishes a month's figures: of every case that came due by its end and was not counted before. Months go out in order and each once, and what
/// went out stays as it is. A case that comes due in a month that is out already (its urgency was raised, say) counts in the next one.
/// </summary>
/// <param name="Month">As <see cref="FigureMonth.Value"/>.</param>
[Allowed(Role.Coordinator)]
public sealed record PublishMonth(int Month) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null; // about no person or case: its audit entry is the row itself, with who and when
}

internal sealed class PublishMonthHandler(MonthPublisher publisher, ICurrentUser user) : IRequestHandler<PublishMonth, Unit>
{
    public async Task<Unit> Handle(PublishMonth command, CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(user.Actor.Network, new FigureMonth(command.Month), user, cancellationToken);
        return Unit.Value;
    }
}
