using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Phrases;

/// <summary>One's own phrases and openings, by their short names.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record ListPhrases : IRequest<IReadOnlyList<Phrase>>;

/// <param name="Name">What is typed after the stroke, without blanks.</param>
/// <param name="Language">BCP 47 tag: answers go to people who read different ones.</param>
/// <param name="Opening">A courteous beginning: offered first where nothing is written yet.</param>
public sealed record Phrase(Guid Id, string Name, string Text, string Language, bool Opening);

/// <summary>Keeps a phrase, or changes one of one's own.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record SavePhrase(Guid Id, string Name, string Text, string Language, bool Opening) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record RemovePhrase(Guid Id) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class OwnPhrasesHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListPhrases, IReadOnlyList<Phrase>>, IRequestHandler<SavePhrase, Unit>, IRequestHandler<RemovePhrase, Unit>
{
    private const int Most = 200;
    private const int LongestShort = 30;
    private const int LongestText = 1000;

    public async Task<IReadOnlyList<Phrase>> Handle(ListPhrases request, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        var phrases = new List<Phrase>();
        foreach (var row in await db.Phrases.AsNoTracking().Where(p => p.Person == me).ToListAsync(cancellationToken))
        {
            var phrase = await words.OpenAsync<PhraseWords>(me.Value, WordKind.Phrase, row.Id, 1, row.Sealed, cancellationToken);
            phrases.Add(new Phrase(row.Id, phrase.Name, phrase.Text, phrase.Language, phrase.Opening));
        }

        return [.. phrases.OrderBy(p => p.Language, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)];
    }

    public async Task<Unit> Handle(SavePhrase command, CancellationToken cancellationToken)
    {
        var (me, name, text) = (user.Actor.Id, command.Name.Trim(), command.Text.Trim());
        if (name.Length is 0 or > LongestShort || name.Any(char.IsWhiteSpace))
        {
            throw new RuleViolation("phrase.short", ("most", LongestShort));
        }

        if (text.Length is 0 or > LongestText || command.Language.Length is 0 or > 20)
        {
            throw new RuleViolation("phrase.text", ("most", LongestText));
        }

        var row = await db.Phrases.SingleOrDefaultAsync(p => p.Id == command.Id, cancellationToken);
        if (row is null)
        {
            if (await db.Phrases.CountAsync(p => p.Person == me, cancellationToken) >= Most)
            {
                throw new RuleViolation("phrase.too-many", ("most", Most));
            }

            db.Phrases.Add(row = new PhraseRow { Id = command.Id, Person = me, MadeAt = clock.GetUtcNow() });
        }
        else if (row.Person != me)
        {
            throw new NotFound();
        }

        row.Sealed = await words.SealAsync(
            me.Value, WordKind.Phrase, row.Id, 1, new PhraseWords(name, text, command.Language, command.Opening), cancellationToken);
        return Unit.Value;
    }

    public async Task<Unit> Handle(RemovePhrase command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        db.Phrases.RemoveRange(await db.Phrases.Where(p => p.Person == me && p.Id == command.Id).ToListAsync(cancellationToken));
        return Unit.Value;
    }
}
