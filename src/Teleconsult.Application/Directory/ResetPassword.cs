using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Directory;

/// <summary>Why a person gets a new password from somebody else.</summary>
public enum PasswordReason
{
    Forgotten = 1,
    DeviceLost = 2,
    SomebodyElseKnowsIt = 3,
}

/// <summary>Gives a person a new password and signs them out everywhere. They choose their own when they sign in.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record ResetPassword(Guid Person, PasswordReason Reason) : IRequest<InitialPassword>, ICommand
{
    public Guid? Subject => Person;
}

/// <param name="Password">Shown once; the host keeps a hash of it.</param>
public sealed record InitialPassword(string Password);

internal sealed class ResetPasswordHandler(PersonRules rules, Recorder recorder, ICurrentUser user) : IRequestHandler<ResetPassword, InitialPassword>
{
    public async Task<InitialPassword> Handle(ResetPassword command, CancellationToken cancellationToken)
    {
        var person = await rules.LoadAsync(command.Person, cancellationToken);
        rules.CheckMayTouch(person);
        if (person.Id == user.Actor.Id.Value)
        {
            throw new RuleViolation("person.self");
        }

        if (person.DeactivatedAt is not null)
        {
            throw new RuleViolation("person.inactive");
        }

        recorder.Explain(Enum.IsDefined(command.Reason) ? $"reason: {command.Reason}" : throw new RuleViolation("reason.missing"));
        await rules.SignOutEverywhereAsync(person, cancellationToken);
        return new InitialPassword(rules.GiveInitialPassword(person));
    }
}
