using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Photos;

/// <summary>The requester announces one more photo of a consult that was sent: a retake. Its bytes follow by upload.</summary>
/// <param name="Answers">The retake request that it answers, or null.</param>
[Allowed(Role.Requester)]
public sealed record AnnouncePhoto(Guid Consult, PhotoForm Photo, Guid? Answers) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AnnouncePhotoHandler(TeleconsultDb db, WordVault words, Intake.Templates templates, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<AnnouncePhoto, VersionResult>
{
    public async Task<VersionResult> Handle(AnnouncePhoto command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadOwnAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        var form = command.Photo;
        SubmissionRules.CheckPhoto(form, templates.Get(consult.Template));

        var id = new PhotoId(form.Id);
        if (await db.AnyPhotoAsync(form.Ids, consult.Id, cancellationToken))
        {
            throw new RuleViolation("photo.other-announced");
        }

        var isNew = consult.Photos.TrueForAll(p => p.Id != id);
        consult.AnnouncePhoto(form.Announcement, command.Answers is { } request ? new RequestId(request) : null, clock.GetUtcNow());
        if (isNew && form.Preview is { Length: > 0 } preview)
        {
            await words.PutBytesAsync(consult.Id.Value, WordKind.Preview, form.Id, 1, preview, cancellationToken);
        }

        if (isNew && form.Check is { } check)
        {
            await words.PutAsync(consult.Id.Value, WordKind.PhotoCheck, form.Id, 1, check, cancellationToken);
        }

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
