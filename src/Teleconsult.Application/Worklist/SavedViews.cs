using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Worklist;

/// <summary>The views of the worklist that one has kept oneself, in the order in which they were made.</summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record ListSavedViews : IRequest<IReadOnlyList<SavedView>>;

public sealed record SavedView(Guid Id, string Name, WorklistTab Tab, WorklistFilter Filter, bool IsDefault);

/// <summary>Keeps a view under a name, or changes one of one's own.</summary>
/// <param name="Default">The worklist opens with it, instead of any other.</param>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record SaveView(Guid Id, string Name, WorklistTab Tab, WorklistFilter Filter, bool Default) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record RemoveView(Guid Id) : IRequest<Unit>, ICommand
{
    public Guid? Subject => null;
}

internal sealed class SavedViewsHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<ListSavedViews, IReadOnlyList<SavedView>>, IRequestHandler<SaveView, Unit>, IRequestHandler<RemoveView, Unit>
{
    /// <summary>More than a row of tabs can hold.</summary>
    private const int Most = 12;
    private const int LongestName = 40;

    public async Task<IReadOnlyList<SavedView>> Handle(ListSavedViews request, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        var views = new List<SavedView>();
        foreach (var row in await db.SavedViews.AsNoTracking().Where(v => v.Person == me).OrderBy(v => v.MadeAt).ThenBy(v => v.Id).ToListAsync(cancellationToken))
        {
            var view = await words.OpenAsync<SavedViewWords>(me.Value, WordKind.SavedView, row.Id, 1, row.Sealed, cancellationToken);
            views.Add(new SavedView(row.Id, view.Name, view.Tab, WorklistFilter.Read(view.Filter), row.IsDefault));
        }

        return views;
    }

    public async Task<Unit> Handle(SaveView command, CancellationToken cancellationToken)
    {
        var (me, name) = (user.Actor.Id, command.Name.Trim());
        if (name.Length is 0 or > LongestName || !Enum.IsDefined(command.Tab))
        {
            throw new RuleViolation("view.name", ("most", LongestName));
        }

        var mine = await db.SavedViews.Where(v => v.Person == me).ToListAsync(cancellationToken);
        var row = mine.SingleOrDefault(v => v.Id == command.Id);
        if (row is null)
        {
            if (mine.Count >= Most)
            {
                throw new RuleViolation("view.too-many", ("most", Most));
            }

            if (await db.SavedViews.AnyAsync(v => v.Id == command.Id, cancellationToken))
            {
                throw new NotFound(); // somebody else's
            }

            db.SavedViews.Add(row = new SavedViewRow { Id = command.Id, Person = me, MadeAt = clock.GetUtcNow() });
        }

        if (command.Default)
        {
            mine.ForEach(v => v.IsDefault = false);
        }

        row.IsDefault = command.Default;
        row.Sealed = await words.SealAsync(
            me.Value, WordKind.SavedView, row.Id, 1, new SavedViewWords(name, command.Tab, command.Filter.Write()), cancellationToken);
        return Unit.Value;
    }

    public async Task<Unit> Handle(RemoveView command, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        db.SavedViews.RemoveRange(await db.SavedViews.Where(v => v.Person == me && v.Id == command.Id).ToListAsync(cancellationToken));
        return Unit.Value;
    }
}
