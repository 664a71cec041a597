using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Watch;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Intake;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

/// <summary>Stores what a requester sent: patient, answers, consent, slots with previews. The photos themselves follow.</summary>
[Allowed(Role.Requester)]
public sealed record SubmitConsult(Guid Consult, Submission Submission) : IRequest<Receipt>, ICommand
{
    public Guid? Subject => Consult;
}

/// <summary>"Stored": said only after the commit.</summary>
public sealed record Receipt(Guid Id, long Number, DateTimeOffset ReceivedAt, long Version, long ContentVersion, NextStepView NextStep);

internal sealed class SubmitConsultHandler(
    TeleconsultDb db, WordVault words, Intake.Templates templates, NumberSource numbers, NameDirectory names,
    Ladders.LadderClimber climber, ICurrentUser user, TimeProvider clock)
    : IRequestHandler<SubmitConsult, Receipt>
{
    public async Task<Receipt> Handle(SubmitConsult command, CancellationToken cancellationToken)
    {
        var actor = user.Actor;
        var id = new ConsultId(command.Consult);
        var checkedForm = SubmissionRules.Check(command.Submission, templates);
        if (await db.Consults.Where(c => c.Id == id).Select(c => (ConsultState?)c.State).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            if (known is ConsultState.Erased)
            {
                throw new RuleViolation("consult.erased"); // a copy that was left on a phone must not bring it back
            }

            throw new RuleViolation("consult.other-submission"); // the same bytes were answered by their key before
        }

        if (await db.AnyPhotoAsync(command.Submission.Photos.SelectMany(p => p.Ids), null, cancellationToken))
        {
            throw new RuleViolation("photo.other-announced"); // of another case: it must never show there
        }

        var now = clock.GetUtcNow();
        var facility = actor.Facilities.Cast<FacilityId?>().FirstOrDefault() ?? throw new RuleViolation("facility.none");
        var patient = await RegisterPatientAsync(command.Submission.Patient, facility, now, cancellationToken);
        var (service, coordinator) = await WhereToAsync(command.Submission.Service, checkedForm.Template, cancellationToken);
        var urgency = checkedForm.Review.Floor > command.Submission.Urgency ? checkedForm.Review.Floor : command.Submission.Urgency;

        var consult = Consult.Submit(
            id, actor.Network, facility, actor.Id, patient, service, coordinator, await NumberAsync(id, cancellationToken),
            checkedForm.Template.Canonical, urgency, command.Submission.SentAt, checkedForm.Photos, now,
            await EarlierAsync(command.Submission.FollowUpOf, cancellationToken), user.Language, string.Join(' ', checkedForm.Review.Wishes));
        db.Consults.Add(consult);
        await KeepWordsAsync(id, command.Submission, checkedForm.Review, cancellationToken);

        await climber.ClimbAsync(db, cancellationToken); // the receipt says whom the ladder alerts next
        var who = (await names.OfAsync(actor.Network, cancellationToken)).NextStepOf(consult);
        return new Receipt(command.Consult, consult.Number, consult.ReceivedAt, consult.Version, consult.ContentVersion, who);
    }

    /// <summary>The trial case takes none of the people's numbers: theirs would have gaps that tell of it.</summary>
    private async ValueTask<long> NumberAsync(ConsultId id, CancellationToken cancellationToken) =>
        user.Actor.Network == CanaryNetwork.Id ? CanaryNetwork.NumberOf(id) : await numbers.NextAsync(cancellationToken);

    private async Task<Consult?> EarlierAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is not { } value)
        {
            return null;
        }

        var earlier = new ConsultId(value);
        var found = await db.Consults.AsNoTracking().InPlaceOf(user.Actor).SingleOrDefaultAsync(c => c.Id == earlier, cancellationToken)
            ?? throw new RuleViolation("follow-up.unknown"); // also where it exists and is not theirs to see
        return found.State is ConsultState.Erased ? null : found; // erased while this one was being written: it is a first case now
    }

    private async Task KeepWordsAsync(ConsultId id, Submission submission, IntakeReview review, CancellationToken cancellationToken)
    {
        var intake = new IntakeWords(
            review.Question, submission.Answers, submission.Consent, submission.NotTaken ?? [], review.Missing, review.RedFlags, submission.Urgency,
            review.Raised);
        await words.BeginAsync(id.Value, cancellationToken);
        await words.PutAsync(id.Value, WordKind.Intake, id.Value, 1, intake, cancellationToken);
        foreach (var photo in submission.Photos.Where(p => p.Preview is { Length: > 0 }))
        {
            await words.PutBytesAsync(id.Value, WordKind.Preview, photo.Id, 1, photo.Preview!, cancellationToken);
        }

        foreach (var photo in submission.Photos.Where(p => p.Check is not null))
        {
            await words.PutAsync(id.Value, WordKind.PhotoCheck, photo.Id, 1, photo.Check!, cancellationToken);
        }
    }

    private async Task<PatientId> RegisterPatientAsync(PatientForm form, FacilityId facility, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = new PatientId(form.Id);
        var patient = await db.Patients.SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        var said = form.ToWords(now);
        if (patient is null)
        {
            patient = Patient.Register(id, user.Actor.Network, facility, user.Actor.Id, now);
            db.Patients.Add(patient);
            patient.AddCase();
            await words.BeginAsync(id.Value, cancellationToken);
            await words.PutAsync(id.Value, WordKind.Patient, id.Value, patient.Version, said, cancellationToken);
            return id;
        }

        if (patient.Network != user.Actor.Network || patient.Facility != facility)
        {
            throw new RuleViolation("patient.unknown"); // as if it did not exist
        }

        patient.AddCase();

        var known = await KnownAsync(id, cancellationToken);
        if (known is null || !known.SaysTheSameAs(said))
        {
            patient.Amend(user.Actor.Id, now);
            await words.PutAsync(id.Value, WordKind.Patient, id.Value, patient.Version, said, cancellationToken);
        }

        return id;
    }

    private async Task<PatientWords?> KnownAsync(PatientId id, CancellationToken cancellationToken)
    {
        try
        {
            return (await words.GetAllAsync<PatientWords>(id.Value, WordKind.Patient, cancellationToken)).GetValueOrDefault(id.Value);
        }
        catch (KeyErased)
        {
            return null; // erased between two reads: the save meets that, and all is read anew
        }
    }

    /// <summary>The service that was asked, and who covers for it.</summary>
    private async Task<(ServiceId? Service, PractitionerId Coordinator)> WhereToAsync(Guid? asked, Questionnaire template, CancellationToken cancellationToken)
    {
        var network = user.Actor.Network;
        var service = asked is { } value ? new ServiceId(value) : (ServiceId?)null;
        var found = await db.Networks.Where(n => n.Id == network)
            .Select(n => new { n.Coordinator, Answers = db.Services.Where(s => s.Id == service && s.Network == n.Id).Select(s => s.Templates).SingleOrDefault() })
            .SingleAsync(cancellationToken);
        if (service is null)
        {
            return (null, found.Coordinator);
        }

        var answers = found.Answers ?? throw new RuleViolation("service.unknown");
        return answers.Split(' ').Contains(template.Name) ? (service, found.Coordinator) : throw new RuleViolation("service.not-for-template");
    }
}
