using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Duty;

/// <summary>Adds a public holiday of the network, or a day on which one service alone is closed.</summary>
/// <param name="Id">Made by the sender.</param>
/// <param name="Service">Null: the whole network; it counts for services that close on public holidays.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record AddHoliday(Guid Id, DateOnly Date, string Name, Guid? Service) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

/// <summary>Takes a holiday out of the list again.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record RemoveHoliday(Guid Id) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Id;
}

internal sealed class HolidayHandler(TeleconsultDb db, Recorder recorder, ICurrentUser user)
    : IRequestHandler<AddHoliday, Unit>, IRequestHandler<RemoveHoliday, Unit>
{
    public async Task<Unit> Handle(AddHoliday command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var service = await db.ServiceOfNetworkAsync(command.Service, network, cancellationToken);
        if (await db.Holidays.AnyAsync(h => h.Network == network && h.Date == command.Date && h.Service == service, cancellationToken))
        {
            throw new RuleViolation("holiday.twice");
        }

        db.Holidays.Add(new HolidayRow
        {
            Id = command.Id,
            Network = network,
            Service = service,
            Date = command.Date,
            Name = Texts.Required(command.Name, "holiday.name", 100),
        });
        recorder.Explain($"{command.Date:yyyy-MM-dd}");
        return Unit.Value;
    }

    public async Task<Unit> Handle(RemoveHoliday command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var row = await db.Holidays.SingleOrDefaultAsync(h => h.Id == command.Id && h.Network == network, cancellationToken) ?? throw new NotFound();
        recorder.Explain($"{row.Date:yyyy-MM-dd}");
        db.Holidays.Remove(row);
        return Unit.Value;
    }
}
