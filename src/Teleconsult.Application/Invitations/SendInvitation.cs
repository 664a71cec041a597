using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Ladders;

namespace Teleconsult.Application.Invitations;

/// <summary>Invites a person by mail where they have an address and mail can leave the host; else the code is told to who asked, once.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record SendInvitation(Guid Person, bool ByMail) : IRequest<SentInvitation>;

/// <param name="Code">Null: it went by mail.</param>
public sealed record SentInvitation(string? Code, DateTimeOffset ExpiresAt);

internal sealed class SendInvitationHandler(TeleconsultDb db, IMediator mediator, IEnumerable<IAlertSender> senders, IAlertWords words)
    : IRequestHandler<SendInvitation, SentInvitation>
{
    public async Task<SentInvitation> Handle(SendInvitation request, CancellationToken cancellationToken)
    {
        // Committed before anything leaves the host: a code that was mailed is one that opens.
        var invited = await mediator.Send(new InvitePerson(request.Person), cancellationToken);
        var person = await db.Users.AsNoTracking().SingleAsync(u => u.Id == request.Person, cancellationToken);
        var mail = request.ByMail && person.Email is { Length: > 0 } ? senders.FirstOrDefault(s => s.Channel is AlertChannel.Mail && s.IsReady) : null;
        var sent = mail is not null && (await mail.SendAsync(Letter(person, invited), cancellationToken)).Kind is SendKind.Sent;
        return new SentInvitation(sent ? null : invited.Code, invited.ExpiresAt);
    }

    /// <summary>The code stands behind the <c>#</c>, which browsers send to nobody.</summary>
    private AlertMessage Letter(TeleconsultUser person, Invited invited) => new(
        Guid.CreateVersion7(), new PractitionerId(person.Id), person.Email!, words.Say("invitation.mailTitle", person.Language),
        words.Say("invitation.mailText", person.Language, ("name", person.Name), ("user", person.UserName), ("code", invited.Code)), $"/invitation#{invited.Code}",
        Urgency.Routine, $"invitation-{person.Id:n}", TimeSpan.FromDays(1), "", person.Language);
}
