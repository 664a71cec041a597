using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

internal sealed class GetDirectoryHandler(TeleconsultDb db, Templates templates, ICurrentUser user) : IRequestHandler<GetDirectory, DirectoryView>
{
    public async Task<DirectoryView> Handle(GetDirectory request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var own = await db.Networks.AsNoTracking().SingleAsync(n => n.Id == network, cancellationToken);
        var facilities = await db.Facilities.AsNoTracking().Where(f => f.Network == network).OrderBy(f => f.Name).ToListAsync(cancellationToken);
        var services = await db.Services.AsNoTracking().Where(s => s.Network == network).OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var people = await db.Users.AsNoTracking().Include(u => u.Assignments).Where(u => u.Network == network).OrderBy(u => u.Name).ThenBy(u => u.Id)
            .ToListAsync(cancellationToken);
        var seen = await db.Devices.Join(db.Users.Where(u => u.Network == network), d => d.User, u => u.Id, (d, u) => new { d.User, d.LastSeen })
            .GroupBy(d => d.User).Select(g => new { g.Key, At = g.Max(d => d.LastSeen) }).ToDictionaryAsync(g => g.Key, g => g.At, cancellationToken);
        var answering = people.Where(p => p.DeactivatedAt is null).SelectMany(p => p.Assignments).Where(a => a.Role is Role.Specialist).ToLookup(a => a.Service);

        return new DirectoryView(
            new NetworkDetails(
                own.Id.Value, own.Name, own.EmergencyNumber, own.Switchboard, own.Coordinator.Value, own.CoordinatorPhone, own.Protocol, own.TimeZone),
            [.. facilities.Select(f => new PlaceView(f.Id.Value, f.Name, f.Phone))],
            [.. services.Select(s => new ServiceDetails(
                s.Id.Value, s.Name, s.Hospital.Value, Split(s.Templates), s.Phone, s.Lead?.Value, s.PromisesEmergency,
                Split(s.Templates).Any(templates.IsForEmergencies), answering[s.Id].Select(a => a.User).Distinct().Count()))],
            [.. people.Select(p => new PersonDetails(
                p.Id, p.Name, p.UserName!, p.Email, [.. p.Assignments.OrderBy(a => a.Role).Select(a => new RoleEntry(a.Role, a.Facility?.Value, a.Service?.Value))],
                Split(p.Speaks), p.Gender, p.DeactivatedAt, p.MustChangePassword, seen.TryGetValue(p.Id, out var at) ? at : null, p.InTraining, p.MostPerDay))],
            [.. templates.Newest.OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(t => new FormEntry(t.Name, t.TitleIn(user.Language), templates.IsForEmergencies(t.Name)))],
            user.Actor.Has(Role.Administrator));
    }

    private static string[] Split(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
