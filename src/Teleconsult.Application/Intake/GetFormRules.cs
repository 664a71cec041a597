using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Intake;

/// <summary>All forms of this build as the network uses them, with what was changed.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record GetFormRules : IRequest<FormRulesPage>;

/// <param name="Log">The newest first.</param>
public sealed record FormRulesPage(IReadOnlyList<FormRuleEntry> Forms, IReadOnlyList<FormRuleChange> Log, bool MayEdit);

/// <param name="Versions">The newest first.</param>
/// <param name="Services">Names of the teams that answer it.</param>
public sealed record FormRuleEntry(string Form, string Title, IReadOnlyList<string> Versions, FormUse Use, IReadOnlyList<string> Services);

/// <param name="Changed">Codes: on, off, version:…, protocol, phone.</param>
public sealed record FormRuleChange(string Form, int Number, DateTimeOffset At, string By, FormRuleReason Reason, IReadOnlyList<string> Changed);

internal sealed class GetFormRulesHandler(TeleconsultDb db, Templates templates, NameDirectory directory, ICurrentUser user) : IRequestHandler<GetFormRules, FormRulesPage>
{
    public async Task<FormRulesPage> Handle(GetFormRules request, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var names = await directory.OfAsync(network, cancellationToken);
        var rules = await db.FormRules.AsNoTracking().Where(r => r.Network == network).OrderBy(r => r.Number).ToListAsync(cancellationToken);
        var services = (await db.Services.AsNoTracking().Where(s => s.Network == network).OrderBy(s => s.Name).ToListAsync(cancellationToken))
            .SelectMany(s => s.Templates.Split(' '), (s, form) => (form, s.Name)).ToLookup(s => s.form, s => s.Name);
        return new FormRulesPage(
            [.. templates.Newest.Select(t => Entry(t.Name, t.TitleIn(user.Language))).OrderBy(f => f.Title, StringComparer.CurrentCulture)],
            [.. rules.GroupBy(r => r.Form).SelectMany(Changes).OrderByDescending(c => c.At)], user.Actor.Has(Role.Administrator));

        FormRuleEntry Entry(string name, string title)
        {
            var rule = rules.FindLast(r => r.Form == name) ?? new FormRuleRow();
            return new FormRuleEntry(name, title, templates.VersionsOf(name), new FormUse(rule.IsOff, rule.Version, rule.Protocol, rule.Phone), [.. services[name]]);
        }

        IEnumerable<FormRuleChange> Changes(IEnumerable<FormRuleRow> of)
        {
            var before = new FormRuleRow();
            foreach (var rule in of)
            {
                yield return new FormRuleChange(rule.Form, rule.Number, rule.At, names.Person(rule.By).Name, rule.Reason, [.. SaveFormRuleHandler.Changed(before, rule)]);
                before = rule;
            }
        }
    }
}
