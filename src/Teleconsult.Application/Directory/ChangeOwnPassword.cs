using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;

namespace Teleconsult.Application.Directory;

/// <summary>Changes one's own password and ends every other sign-in. Sent by the doors at which people sign in.</summary>
[Allowed]
public sealed record ChangeOwnPassword(Guid Person, string Present, string Wanted) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Person;
}

internal sealed class ChangeOwnPasswordHandler(PersonRules rules, ICurrentUser user) : IRequestHandler<ChangeOwnPassword, Unit>
{
    public async Task<Unit> Handle(ChangeOwnPassword command, CancellationToken cancellationToken)
    {
        var person = command.Person == user.Actor.Id.Value ? await rules.LoadAsync(command.Person, cancellationToken) : throw new NotFound("person.not-found");
        if (!rules.IsPassword(person, command.Present))
        {
            throw new RuleViolation("password.wrong");
        }

        if (command.Wanted.Length < PersonRules.ShortestPassword)
        {
            throw new RuleViolation("password.short");
        }

        if (command.Wanted == command.Present)
        {
            throw new RuleViolation("password.same");
        }

        rules.SetPassword(person, command.Wanted);
        return Unit.Value;
    }
}
