using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;

namespace Teleconsult.Application.Directory;

/// <summary>A person chooses the language that they read: kept with the account, so that it goes along to another computer.</summary>
/// <param name="Tag">BCP 47; one that the host offers.</param>
[Allowed]
public sealed record ChooseLanguage(string Tag) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class ChooseLanguageHandler(TeleconsultDb db, ICurrentUser user) : IRequestHandler<ChooseLanguage, Unit>
{
    public async Task<Unit> Handle(ChooseLanguage command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id.Value;
        var person = await db.Users.SingleAsync(u => u.Id == me, cancellationToken);
        (person.Language, person.LanguageChosen) = (command.Tag, true);
        return Unit.Value;
    }
}
