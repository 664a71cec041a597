using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Gateway;

/// <summary>What components send through; tests of components answer in its place.</summary>
public interface IConsoleGateway
{
    Task<Answer<T>> Send<T>(IRequest<T> request, CancellationToken cancellationToken = default);
}

/// <summary>
/// The console's one way to the use cases. One operation is one scope: opened here, carrying the person of the circuit, and
/// disposed when the answer is there, so that no DbContext lives as long as a screen. What a rule refuses comes back as a
/// <see cref="Refusal"/>; nothing thrown by a use case ends a circuit and what was typed into it.
/// </summary>
public sealed class ConsoleGateway(
    IServiceScopeFactory scopes, CircuitPerson circuit, Words words, ILogger<ConsoleGateway> log) : IConsoleGateway
{
    public async Task<Answer<T>> Send<T>(IRequest<T> request, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var (actor, device) = await circuit.FindAsync(cancellationToken);
            var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
            user.ActAs(actor, device);
            user.Read(words.Culture.Name);
            return new(await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken), null);
        }
        catch (RuleViolation violation)
        {
            return new(default, new Refusal(violation.Code, violation.Arguments));
        }
        catch (AccessDenied denied)
        {
            return new(default, new Refusal(denied.Code, Refusal.Unknown.Arguments));
        }
        catch (NotFound missing)
        {
            return new(default, new Refusal(missing.Code, Refusal.Unknown.Arguments));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "{UseCase} failed", request.GetType().Name);
            return new(default, Refusal.Unknown);
        }
    }
}
