using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>Why an account ends.</summary>
public enum DeactivationReason
{
    Left = 1,
    LongAbsence = 2,
    AccountMisused = 3,
    MadeByMistake = 4,
}

/// <summary>Ends an account: the person is signed out, cannot sign in, and is on nobody's duty. What they did stays theirs.</summary>
[Allowed(Role.Administrator)]
public sealed record DeactivatePerson(Guid Person, DeactivationReason Reason) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Person;
}

/// <summary>Lets a person whose account was ended in again. Their roles are as they were.</summary>
[Allowed(Role.Administrator)]
public sealed record ActivatePerson(Guid Person) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Person;
}

internal sealed class DeactivatePersonHandler(PersonRules rules, Recorder recorder, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<DeactivatePerson, Unit>, IRequestHandler<ActivatePerson, Unit>
{
    public async Task<Unit> Handle(DeactivatePerson command, CancellationToken cancellationToken)
    {
        var person = await rules.LoadAsync(command.Person, cancellationToken);
        if (person.Id == user.Actor.Id.Value)
        {
            throw new RuleViolation("person.self");
        }

        recorder.Explain(Enum.IsDefined(command.Reason) ? $"reason: {command.Reason}" : throw new RuleViolation("reason.missing"));
        await rules.KeepGovernedAsync(person, administrates: false, coordinates: false, cancellationToken);
        await rules.SignOutEverywhereAsync(person, cancellationToken);
        person.DeactivatedAt ??= clock.GetUtcNow();
        rules.AccessChanged(person);
        return Unit.Value;
    }

    public async Task<Unit> Handle(ActivatePerson command, CancellationToken cancellationToken)
    {
        var person = await rules.LoadAsync(command.Person, cancellationToken);
        person.DeactivatedAt = null;
        rules.AccessChanged(person);
        return Unit.Value;
    }
}
