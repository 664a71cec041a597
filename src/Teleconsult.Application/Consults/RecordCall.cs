using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Consults;

/// <summary>"Done by phone": a specialist records a call with the other side. One of an advice closes its loop.</summary>
/// <param name="Advice">The advice that was told and said back in the call; null for a call before there is one.</param>
[Allowed(Role.Specialist)]
public sealed record RecordCall(Guid Consult, Guid? Advice, CallForm Call) : IRequest<VersionResult>, ICommand
{
    public Guid? Subject => Consult;
}

/// <param name="Id">Made by the specialist: repeating it records nothing twice.</param>
/// <param name="ToWhom">1 to 200 characters.</param>
/// <param name="Said">What was said and said back, 1 to 2,000 characters.</param>
/// <param name="SpokeAt">When they spoke: not before the case was received, to the minute, and not later than now.</param>
public sealed record CallForm(Guid Id, string ToWhom, string Said, DateTimeOffset SpokeAt)
{
    internal CallWords ToWords() => new(Texts.Required(ToWhom, "call.to-whom", 200), Texts.Required(Said, "call.said", 2_000));
}

internal sealed class RecordCallHandler(TeleconsultDb db, WordVault words, ICurrentUser user, TimeProvider clock) : IRequestHandler<RecordCall, VersionResult>
{
    public async Task<VersionResult> Handle(RecordCall command, CancellationToken cancellationToken)
    {
        var consult = await db.LoadForAnswerAsync(new ConsultId(command.Consult), user.Actor, cancellationToken);

        await consult.RecordAsync(command.Call, command.Advice is { } advice ? new AdviceId(advice) : null, user.Actor.Id, words, clock.GetUtcNow(), cancellationToken);

        return new VersionResult(consult.Version, consult.ContentVersion);
    }
}

internal static class CallRecording
{
    /// <summary>State and words of one call, once.</summary>
    public static async Task RecordAsync(
        this Consult consult, CallForm? call, AdviceId? advice, PractitionerId by, WordVault words, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (call is null || call.Id == Guid.Empty)
        {
            throw new RuleViolation("body.invalid");
        }

        var said = call.ToWords();
        var before = consult.Version;
        consult.TellByPhone(new CallId(call.Id), advice, by, call.SpokeAt.ToUniversalTime(), now);
        if (consult.Version != before)
        {
            await words.PutAsync(consult.Id.Value, WordKind.Call, call.Id, 1, said, cancellationToken);
        }
    }
}
