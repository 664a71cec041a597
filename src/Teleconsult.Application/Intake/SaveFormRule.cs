using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Intake;

/// <summary>Says how the network uses a form: on or off, in which version, and what holds when nobody answers. Phones follow with their next sync.</summary>
/// <param name="Protocol">At most 2,000 characters; null: as the network says.</param>
[Allowed(Role.Administrator)]
public sealed record SaveFormRule(string Form, bool IsOff, string? Version, string? Protocol, string? Phone, FormRuleReason Reason) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Guid.Empty;
}

internal sealed class SaveFormRuleHandler(TeleconsultDb db, Templates templates, Recorder recorder, ICurrentUser user, TimeProvider clock) : IRequestHandler<SaveFormRule, Unit>
{
    public async Task<Unit> Handle(SaveFormRule command, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var versions = templates.VersionsOf(command.Form ?? "");
        if (versions.Count == 0 || (command.Version is { } version && !versions.Contains(version)))
        {
            throw new RuleViolation("template.unknown");
        }

        if (!Enum.IsDefined(command.Reason))
        {
            throw new RuleViolation("reason.missing");
        }

        var last = await db.NewestRules(network).SingleOrDefaultAsync(r => r.Form == command.Form, cancellationToken);
        var next = new FormRuleRow
        {
            Network = network,
            Form = command.Form!,
            Number = (last?.Number ?? 0) + 1,
            IsOff = command.IsOff,
            Version = command.Version,
            Protocol = Texts.Optional(command.Protocol, 2_000),
            Phone = Texts.Optional(command.Phone, 40),
            Reason = command.Reason,
            At = clock.GetUtcNow(),
            By = user.Actor.Id,
        };
        var changed = Changed(last ?? new FormRuleRow(), next).ToList();
        recorder.Explain($"{command.Form} {(changed.Count == 0 ? "unchanged" : string.Join(' ', changed))} reason: {command.Reason}");
        if (changed.Count > 0)
        {
            db.FormRules.Add(next);
        }

        return Unit.Value;
    }

    /// <summary>What is different, in codes.</summary>
    internal static IEnumerable<string> Changed(FormRuleRow before, FormRuleRow after)
    {
        if (before.IsOff != after.IsOff)
        {
            yield return after.IsOff ? "off" : "on";
        }

        if (before.Version != after.Version)
        {
            yield return "version:" + (after.Version ?? "newest");
        }

        if (before.Protocol != after.Protocol)
        {
            yield return "protocol";
        }

        if (before.Phone != after.Phone)
        {
            yield return "phone";
        }
    }
}
