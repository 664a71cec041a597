using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Teaching;

/// <summary>The network's cards in which all these words stand, the newest first; without words all of them.</summary>
/// <param name="Form">Name of a form; null: all.</param>
[Allowed(Role.Requester, Role.Specialist, Role.Coordinator)]
public sealed record SearchTeachingCards(string? Text, string? Form) : IRequest<IReadOnlyList<TeachingCard>>;

/// <summary>The cards most like a case: of its form, with the same codes (sites among them) and words.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record FindSimilarCards(Guid Consult) : IRequest<IReadOnlyList<TeachingCard>>;

/// <summary>Whether a case is a card, or may become one.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record GetTeachingState(Guid Consult) : IRequest<TeachingState>;

/// <param name="MayWithdraw">The reader sees the case that it was made of.</param>
public sealed record TeachingCard(Guid Id, string Form, string FormTitle, string Title, string Question, string Answer, bool HasPhoto, DateTimeOffset MadeAt, string By, bool MayWithdraw);

/// <param name="Card">Null: it is none.</param>
public sealed record TeachingState(bool MayBecome, TeachingCard? Card);

internal sealed class TeachingCardsHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, NameDirectory directory, ICurrentUser user)
    : IRequestHandler<SearchTeachingCards, IReadOnlyList<TeachingCard>>, IRequestHandler<FindSimilarCards, IReadOnlyList<TeachingCard>>,
        IRequestHandler<GetTeachingState, TeachingState>
{
    private const int Most = 300;
    private const int MostSimilar = 3;

    public async Task<IReadOnlyList<TeachingCard>> Handle(SearchTeachingCards request, CancellationToken cancellationToken)
    {
        var asked = WordsOf(request.Text ?? "");
        var cards = await ReadAsync(db.TeachingCards.Where(t => request.Form == null || t.Form == request.Form), cancellationToken);
        return [.. cards.Where(c => asked.All(a => $"{c.Card.Title} {c.Card.Question} {c.Card.Answer}".Contains(a, StringComparison.OrdinalIgnoreCase))).Select(c => c.Card).Take(100)];
    }

    public async Task<IReadOnlyList<TeachingCard>> Handle(FindSimilarCards request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var form = (await db.Consults.AsNoTracking().VisibleTo(user.Actor).Where(c => c.Id == id).Select(c => c.Template).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFound("consult.not-found")).Split('|')[0].Split('/')[^1];
        var intake = (await words.GetAllAsync<IntakeWords>(id.Value, WordKind.Intake, cancellationToken)).GetValueOrDefault(id.Value);
        if (intake is null)
        {
            return [];
        }

        var (codes, asked) = (MakeTeachingCardHandler.CodesOf(intake.Answers), WordsOf(intake.Question));
        var cards = await ReadAsync(db.TeachingCards.Where(t => t.Form == form && t.Consult != id), cancellationToken);
        return [.. cards.Select(c => (c.Card, Alike: (2 * c.Said.Codes.Count(codes.Contains)) + WordsOf($"{c.Card.Title} {c.Card.Question}").Count(asked.Contains)))
            .OrderByDescending(c => c.Alike).ThenByDescending(c => c.Card.MadeAt).Select(c => c.Card).Take(MostSimilar)];
    }

    public async Task<TeachingState> Handle(GetTeachingState request, CancellationToken cancellationToken)
    {
        var id = new ConsultId(request.Consult);
        var consult = await db.Consults.AsNoTracking().VisibleTo(user.Actor).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw new NotFound("consult.not-found");
        var card = (await ReadAsync(db.TeachingCards.Where(t => t.Consult == id), cancellationToken)).Select(c => c.Card).FirstOrDefault();
        var refused = await db.TeachingCards.AnyAsync(t => t.Consult == id && t.Why == WithdrawalReason.ConsentWithdrawn, cancellationToken);
        var intake = card is not null || refused || consult.AdvisedAt is null ? null
            : (await words.GetAllAsync<IntakeWords>(id.Value, WordKind.Intake, cancellationToken)).GetValueOrDefault(id.Value);
        return new TeachingState(intake?.Consent?.Teaching is true, card);
    }

    /// <summary>Those that stand, of the reader's network, the newest first; a card whose case was erased has no words any more and is none.</summary>
    private async Task<List<(TeachingCard Card, TeachingWords Said)>> ReadAsync(IQueryable<TeachingCardRow> which, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var names = await directory.OfAsync(network, cancellationToken);
        var rows = await which.AsNoTracking().Where(t => t.Network == network && t.WithdrawnAt == null)
            .Join(db.Consults.Where(c => c.State != ConsultState.Erased), t => t.Consult, c => c.Id, (t, c) => t).OrderByDescending(t => t.MadeAt).Take(Most).ToListAsync(cancellationToken);
        var cases = rows.ConvertAll(r => r.Consult);
        var mine = await db.Consults.AsNoTracking().VisibleTo(user.Actor).Where(c => cases.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken);
        var titles = templates.Newest.ToDictionary(t => t.Name, t => t.TitleIn(user.Language));
        var said = await words.GetManyByItemAsync<TeachingWords>([.. rows.Select(r => (r.Consult.Value, r.Id))], WordKind.TeachingCard, cancellationToken);
        return [.. rows.Where(r => said.ContainsKey(r.Id)).Select(r => (new TeachingCard(
            r.Id, r.Form, titles.GetValueOrDefault(r.Form, r.Form), said[r.Id].Title, said[r.Id].Question, said[r.Id].Answer, r.Photo is not null, r.MadeAt,
            names.Person(r.MadeBy).Name, mine.Contains(r.Consult)), said[r.Id]))];
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. text.Split([' ', ',', '.', ';', ':', '?', '!', '(', ')', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 3).Select(w => w.ToLowerInvariant())];
}
