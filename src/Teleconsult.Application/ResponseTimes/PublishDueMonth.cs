using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>
/// The calendar publishes the oldest month that is due and that nobody has published. Of many nodes one does: the month's row has one key, and who comes
/// second finds it there.
/// </summary>
/// <returns>The month; null: none is due.</returns>
[SystemOnly]
public sealed record PublishDueMonth(NetworkId Network) : IRequest<FigureMonth?>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class PublishDueMonthHandler(MonthPublisher publisher, PublishedMonths months, FigureSettings settings, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<PublishDueMonth, FigureMonth?>
{
    public async Task<FigureMonth?> Handle(PublishDueMonth command, CancellationToken cancellationToken)
    {
        if (settings.PublishOn is not { } day || await months.ReadyAsync(command.Network, cancellationToken) is not { } month
            || clock.GetUtcNow() < month.Next.DayOf(day, await months.ZoneAsync(command.Network, cancellationToken)))
        {
            return null;
        }

        await publisher.PublishAsync(command.Network, month, user, cancellationToken);
        return month;
    }
}
