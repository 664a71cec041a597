using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>What is known by now of a month that is out: a note that everybody reads beside its figures, which stay. Notes are never changed either.</summary>
/// <param name="Note">Made by the sender: repeating it notes nothing twice.</param>
/// <param name="Text">1 to 500 characters; nothing about a patient or a person.</param>
[Allowed(Role.Coordinator)]
public sealed record NoteOnMonth(Guid Note, int Month, string Text) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Note;
}

internal sealed class NoteOnMonthHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<NoteOnMonth, Unit>
{
    public async Task<Unit> Handle(NoteOnMonth command, CancellationToken cancellationToken)
    {
        var me = user.Actor;
        if (!await db.PublishedMonths.AnyAsync(m => m.Network == me.Network && m.Month == command.Month, cancellationToken))
        {
            throw new NotFound("figures.month");
        }

        var text = Texts.Required(command.Text, "figures.note", 500);
        if (!await db.MonthNotes.AnyAsync(n => n.Id == command.Note, cancellationToken))
        {
            db.MonthNotes.Add(new MonthNoteRow { Id = command.Note, Network = me.Network, Month = command.Month, At = clock.GetUtcNow(), By = me.Id, Text = text });
        }

        return Unit.Value;
    }
}
