using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;

namespace Teleconsult.Application.Duty;

/// <summary>Why a roster counts no more.</summary>
public enum UnpublishReason
{
    PublishedByMistake = 1,
    ServicePauses = 2,
    EverybodyAnswers = 3,
}

/// <summary>Takes a roster back: from then on everybody who answers for the service is on duty, and all of them are alerted.</summary>
[Allowed(Role.Administrator, Role.Coordinator)]
public sealed record UnpublishRoster(Guid Service, UnpublishReason Reason) : IRequest<Unit>, ICommand
{
    public Guid? Subject => Service;
}

internal sealed class UnpublishRosterHandler(RosterDesk desk, Recorder recorder) : IRequestHandler<UnpublishRoster, Unit>
{
    public async Task<Unit> Handle(UnpublishRoster command, CancellationToken cancellationToken)
    {
        var service = await desk.ServiceAsync(command.Service, cancellationToken);
        if (service.Row?.Published is null)
        {
            throw new RuleViolation("roster.not-published");
        }

        recorder.Explain(Enum.IsDefined(command.Reason) ? $"reason: {command.Reason}" : throw new RuleViolation("reason.missing"));
        var row = await desk.RowAsync(service, cancellationToken);
        (row.Published, row.PublishedAt, row.PublishedBy) = (null, null, null);
        return Unit.Value;
    }
}
