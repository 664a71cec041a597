using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Teaching;

/// <summary>Makes a card of an answered case whose patient agreed to teaching. The author writes its words anew and confirms each check.</summary>
/// <param name="Photo">One of the case's, chosen; null: none.</param>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record MakeTeachingCard(
    Guid Card, Guid Consult, string Title, string Question, string Answer, Guid? Photo, IReadOnlyList<TeachingCheck> Confirmed) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class MakeTeachingCardHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<MakeTeachingCard, Unit>
{
    public async Task<Unit> Handle(MakeTeachingCard command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadVisibleAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var id = consult.Id.Value;
        if (consult.AdvisedAt is null)
        {
            throw new RuleViolation("teaching.unanswered");
        }

        var intake = (await words.GetAllAsync<IntakeWords>(id, WordKind.Intake, cancellationToken)).GetValueOrDefault(id);
        var earlier = await db.TeachingCards.Where(t => t.Consult == consult.Id).ToListAsync(cancellationToken);
        if (intake?.Consent?.Teaching is not true || earlier.Exists(t => t.Why is WithdrawalReason.ConsentWithdrawn))
        {
            throw new RuleViolation("teaching.no-consent");
        }

        if (earlier.Exists(t => t.WithdrawnAt is null))
        {
            throw new RuleViolation("teaching.exists");
        }

        if (Enum.GetValues<TeachingCheck>().Except(command.Confirmed ?? []).Any())
        {
            throw new RuleViolation("teaching.checks");
        }

        PhotoId? photo = command.Photo is { } chosen ? new PhotoId(chosen) : null;
        if (photo is not null && !consult.Photos.Exists(p => p.Id == photo && p.State is PhotoState.Stored))
        {
            throw new RuleViolation("photo.unknown");
        }

        var said = new TeachingWords(
            Texts.Required(command.Title, "teaching.words", 120), Texts.Required(command.Question, "teaching.words", 2_000),
            Texts.Required(command.Answer, "teaching.words", 4_000), [.. CodesOf(intake.Answers)]);
        await RefuseNamesAsync(consult.Patient, said, cancellationToken);
        await words.PutAsync(id, WordKind.TeachingCard, command.Card, 1, said, cancellationToken);
        db.TeachingCards.Add(new TeachingCardRow
        {
            Id = command.Card,
            Network = consult.Network,
            Consult = consult.Id,
            Form = consult.Template.Split('|')[0].Split('/')[^1],
            Photo = photo,
            MadeAt = clock.GetUtcNow(),
            MadeBy = user.Actor.Id,
        });
        return Unit.Value;
    }

    /// <summary>What the patient is called, or known by, stands in no card: the author may have overlooked it.</summary>
    private async Task RefuseNamesAsync(PatientId patient, TeachingWords said, CancellationToken cancellationToken)
    {
        var known = (await words.GetManyAsync<PatientWords>([patient.Value], WordKind.Patient, cancellationToken)).GetValueOrDefault(patient.Value);
        var text = string.Join(' ', said.Title, said.Question, said.Answer);
        string?[] names = known is null ? [] : [known.Initials, known.GivenName, known.FamilyName, known.Phone, .. known.Identifiers.Select(i => i.Value)];
        if (names.Any(n => n is { Length: > 2 } && text.Contains(n.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            throw new RuleViolation("teaching.names");
        }
    }

    /// <summary>All codes that a QuestionnaireResponse answers with.</summary>
    internal static HashSet<string> CodesOf(JsonElement response)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        void Read(JsonElement element)
        {
            if (element.ValueKind is JsonValueKind.Array)
            {
                foreach (var one in element.EnumerateArray())
                {
                    Read(one);
                }
            }
            else if (element.ValueKind is JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                {
                    if (property.Name is "valueCoding" && property.Value.TryGetProperty("code", out var code) && code.GetString() is { } text)
                    {
                        found.Add(text);
                    }
                    else
                    {
                        Read(property.Value);
                    }
                }
            }
        }

        Read(response);
        return found;
    }
}
