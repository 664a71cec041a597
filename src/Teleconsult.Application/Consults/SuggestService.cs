using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Routing;

namespace Teleconsult.Application.Consults;

/// <summary>For a coordinator: which services a case of somebody who did not know whom to ask seems to be for, and why. The coordinator decides.</summary>
[Allowed(Role.Coordinator)]
public sealed record SuggestService(Guid Consult) : IRequest<IReadOnlyList<ServiceHint>>;

/// <param name="Found">Words of the case that speak for it, as the requester wrote them.</param>
/// <param name="HadEarlier">It has answered an earlier case of this patient.</param>
public sealed record ServiceHint(Guid Service, IReadOnlyList<string> Found, bool HadEarlier);

internal sealed class SuggestServiceHandler(TeleconsultDb db, WordVault words, Templates templates, ICurrentUser user) : IRequestHandler<SuggestService, IReadOnlyList<ServiceHint>>
{
    public async Task<IReadOnlyList<ServiceHint>> Handle(SuggestService request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var consult = await db.Consults.AsNoTracking().VisibleTo(user.Actor).SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            ?? throw new NotFound("consult.not-found");
        var intake = (await words.GetAllAsync<IntakeWords>(id.Value, WordKind.Intake, cancellationToken)).GetValueOrDefault(id.Value);
        var text = intake is null ? "" : $"{intake.Question} {Said(intake.Answers)}";
        var forms = templates.Newest.Select(t => new FormWords(t.Name, t.RoutingWords));
        var fitting = ServiceSuggestion.Of(text, forms).ToDictionary(s => s.Form, s => s.Found);
        var earlier = (await db.Consults.Where(c => c.Patient == consult.Patient && c.Id != id && c.AdvisedAt != null && c.Service != null)
            .Select(c => c.Service!.Value).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var services = await db.Services.AsNoTracking().Where(s => s.Network == consult.Network).OrderBy(s => s.Name).ToListAsync(cancellationToken);
        return [.. services
            .Select(s => new ServiceHint(
                s.Id.Value, [.. s.Templates.Split(' ').SelectMany(f => fitting.GetValueOrDefault(f) ?? []).Distinct(StringComparer.OrdinalIgnoreCase)], earlier.Contains(s.Id)))
            .Where(h => h.Found.Count > 0 || h.HadEarlier)
            .OrderByDescending(h => h.Found.Count + (h.HadEarlier ? 1 : 0))];
    }

    /// <summary>What was typed, wherever it stands in the answers.</summary>
    private static string Said(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join(' ', element.EnumerateObject().Select(p => p.Name is "valueString" ? p.Value.GetString() : Said(p.Value))),
        JsonValueKind.Array => string.Join(' ', element.EnumerateArray().Select(Said)),
        _ => "",
    };
}
