using Teleconsult.Application.Consults;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Parts;

public enum UndoKind
{
    Claim,
    Advice,
    Release,
}

/// <summary>The last thing that can be undone, by one who may be on another page by now.</summary>
/// <param name="Advice">The advice that was sent; null for other things.</param>
public sealed record UndoOffer(UndoKind Kind, Guid Consult, long Number, DateTimeOffset Until, Guid? Advice = null);

/// <summary>
/// What was done last and can be undone for a moment, kept for the circuit, so that it can still be undone from the next case.
/// Not safe for concurrent use (one circuit).
/// </summary>
public sealed class Undoing(IConsoleGateway gateway, TimeProvider clock)
{
    private UndoOffer? _last;

    /// <summary>Told on every change.</summary>
    public event Action? Changed;

    public UndoOffer? Current => _last is { } last && last.Until > clock.GetUtcNow() ? last : null;

    public void Offer(UndoOffer offer)
    {
        _last = offer;
        Changed?.Invoke();
    }

    /// <summary>It was undone elsewhere, or can no longer be.</summary>
    public void Forget()
    {
        _last = null;
        Changed?.Invoke();
    }

    /// <summary>Undoes it. Null: it was done, or there was nothing to undo.</summary>
    public async Task<Refusal?> RunAsync()
    {
        if (Current is not { } offer)
        {
            return null;
        }

        Forget(); // pressed twice it is undone once
        return offer switch
        {
            { Kind: UndoKind.Claim } => (await gateway.Send(new UndoClaim(offer.Consult))).Refusal,
            { Kind: UndoKind.Release } => (await gateway.Send(new ClaimConsult(offer.Consult))).Refusal,
            { Advice: { } advice } => (await gateway.Send(new TakeBackAdvice(offer.Consult, advice))).Refusal,
            _ => null,
        };
    }
}
