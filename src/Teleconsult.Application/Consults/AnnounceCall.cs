using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>"Calling you now": the requester of an emergency is told at once. What is said in the call, <see cref="RecordCall"/> keeps.</summary>
/// <param name="Call">Made by the specialist: repeating it announces nothing twice.</param>
[Allowed(Role.Specialist)]
public sealed record AnnounceCall(Guid Consult, Guid Call) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class AnnounceCallHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<AnnounceCall, VersionResult>
{
    public async Task<VersionResult> Handle(AnnounceCall command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        consult.AnnounceCall(new CallId(command.Call), user.Actor.Id, clock.GetUtcNow());
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

/// <summary>The call that was announced reached nobody. Of a call that is over: nothing.</summary>
[Allowed(Role.Specialist)]
public sealed record MissCall(Guid Consult, Guid Call) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

internal sealed class MissCallHandler(TeleconsultDb db, ICurrentUser user, TimeProvider clock) : IRequestHandler<MissCall, VersionResult>
{
    public async Task<VersionResult> Handle(MissCall command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);
        consult.MissCall(new CallId(command.Call), user.Actor.Id, clock.GetUtcNow());
        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}
