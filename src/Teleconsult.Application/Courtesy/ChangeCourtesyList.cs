using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>The network adds a rule to a language's list, takes one of its own away, or switches a delivered one off or on. It counts from the next text on.</summary>
/// <param name="Key">Of the rule that is taken away or switched; null where one is added.</param>
/// <param name="Rule">The one that is added.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record ChangeCourtesyList(string Language, CourtesyChange Change, string? Key = null, CourtesyRule? Rule = null) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class ChangeCourtesyListHandler(TeleconsultDb db, CourtesyBook book, ICurrentUser user, TimeProvider clock) : IRequestHandler<ChangeCourtesyList, Unit>
{
    public async Task<Unit> Handle(ChangeCourtesyList command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var delivered = book.Delivered.GetValueOrDefault(command.Language ?? "") ?? throw new NotFound();
        var last = await db.CourtesyVersions.AsNoTracking().Where(v => v.Network == network && v.Language == command.Language)
            .OrderByDescending(v => v.Version).FirstOrDefaultAsync(cancellationToken);
        var before = last?.ToLayer() ?? CourtesyLayer.None;
        var after = command switch
        {
            { Change: CourtesyChange.Added, Rule: { } rule } => before.With(rule, delivered),
            { Change: CourtesyChange.Removed, Key: { } key } => before.Without(key),
            { Change: CourtesyChange.SwitchedOff or CourtesyChange.SwitchedOn, Key: { } key } => before.Switch(key, command.Change is CourtesyChange.SwitchedOff, delivered),
            _ => throw new RuleViolation("body.invalid"),
        };
        if (after != before)
        {
            var changed = command.Change is CourtesyChange.Added ? after.Own[^1] : before.Own.Concat(delivered.Rules).FirstOrDefault(r => r.Key == command.Key);
            db.CourtesyVersions.Add(new CourtesyVersionRow
            {
                Network = network,
                Language = command.Language!,
                Version = (last?.Version ?? 0) + 1,
                Layer = JsonSerializer.Serialize(after, Json.Options),
                Change = command.Change,
                Rule = changed?.Phrase ?? changed?.Pattern ?? "",
                At = clock.GetUtcNow(),
                By = user.Actor.Id,
            });
        }

        return Unit.Value;
    }
}
