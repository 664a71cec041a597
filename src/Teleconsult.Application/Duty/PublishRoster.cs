using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Duty;

namespace Teleconsult.Application.Duty;

/// <summary>Lets what was written count. Refused with a gap in the next 14 days where the service promises Emergency.</summary>
/// <param name="Version">What the sender has looked at.</param>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record PublishRoster(Guid Service, long Version) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class PublishRosterHandler(RosterDesk desk, Recorder recorder, ICurrentUser user, TimeProvider clock) : IRequestHandler<PublishRoster, Unit>
{
    public async Task<Unit> Handle(PublishRoster command, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        if ((service.Row?.Version ?? 0) != command.Version)
        {
            throw new RuleViolation("roster.changed");
        }

        if (service.Draft.Plan.IsEmpty)
        {
            throw new RuleViolation("roster.empty");
        }

        var now = clock.GetUtcNow();
        var remarks = RosterCheck.Of(service.Draft, service.Calendar, service.PromisesEmergency, service.Lead is not null, [], now);
        if (remarks.Count(r => r.Refuses) is > 0 and var gaps)
        {
            throw new RuleViolation("roster.gap", ("n", gaps));
        }

        var row = await desk.RowAsync(service, cancellationToken);
        if (row.Version != command.Version + 1)
        {
            throw new RuleViolation("roster.changed"); // between the check and here
        }

        (row.Published, row.PublishedAt, row.PublishedBy) = (row.Draft, now, user.Actor.Id);
        recorder.Explain($"version {row.Version}, remarks {remarks.Count}");
        return Unit.Value;
    }
}
