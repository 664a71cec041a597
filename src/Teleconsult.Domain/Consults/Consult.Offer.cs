using Teleconsult.Domain.Routing;

namespace Teleconsult.Domain.Consults;

// A case that comes to a service is offered to one person of it, with reasons. Everybody of the service may still take it.
public sealed partial class Consult
{
    private bool _offerAsked;
    private bool _wishChanged;

    /// <summary>Whom the case was offered to last, since it came to its service; null: nobody in particular.</summary>
    public PractitionerId? OfferedTo { get; private set; }

    /// <summary>When it was. UTC.</summary>
    public DateTimeOffset? OfferedAt { get; private set; }

    /// <summary>Why them: <see cref="RoutingReason"/>s by number, separated by spaces.</summary>
    public string OfferReasons { get; private set; } = "";

    /// <summary>Who gave it back, let it lapse, or is not to answer it: ids separated by spaces, since it came to its service.</summary>
    public string PassedBy { get; private set; } = "";

    /// <summary>BCP 47 tag of the language in which it was sent; null: not known.</summary>
    public string? Language { get; private set; }

    /// <summary>Codes of what the patient wishes of whoever answers, separated by spaces; for example <c>female</c>.</summary>
    public string Wishes { get; private set; } = "";

    /// <summary>Since it was loaded it has become free for its service: whom it is offered to is to be decided in the same transaction.</summary>
    public bool NeedsOffer => _offerAsked && State is ConsultState.Waiting;

    public IReadOnlyList<RoutingReason> WhyOffered => RoutingDecision.Read(OfferReasons);

    /// <summary>What it asks of whoever answers it.</summary>
    public RoutingNeed Need => new(
        Language, Split(Wishes).ToHashSet(StringComparer.Ordinal), Split(PassedBy).Select(p => new PractitionerId(Guid.Parse(p))).Append(Requester).ToHashSet(),
        Urgency is Urgency.Emergency);

    /// <summary>Offers it to the first of those whom the policy ranked. Where it stands with them already, or nobody can, nothing is recorded.</summary>
    public void Offer(RoutingDecision decision, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!NeedsOffer)
        {
            return;
        }

        var sameForOther = _wishChanged && !decision.Reasons.SequenceEqual(WhyOffered);
        (_offerAsked, _wishChanged) = (false, false);
        // At an hour at which nobody is on duty it is for the whole team: nobody in particular is awake to be asked.
        if (decision.First is { } to && (to != OfferedTo || sameForOther) && !decision.Reasons.Contains(RoutingReason.NobodyOnDuty))
        {
            Record(new ConsultOffered(now, to, decision.Reasons));
        }
    }

    /// <summary>Whom it was offered to is not on duty (any more): it is to be decided anew.</summary>
    public void AskOfferAnew() => _offerAsked = State is ConsultState.Waiting;

    private void Wish(string? wishes)
    {
        if (wishes is not null)
        {
            Wishes = wishes;
            _wishChanged = true;
            _offerAsked |= State is ConsultState.Waiting;
        }
    }

    private void Apply(ConsultOffered e)
    {
        (OfferedTo, OfferedAt) = (e.To, e.At);
        OfferReasons = RoutingDecision.Write(e.Reasons);
    }

    /// <summary>Another service: nobody there has passed it on.</summary>
    private void ComeToService()
    {
        (PassedBy, OfferedTo, OfferedAt, OfferReasons) = ("", null, null, "");
    }

    private void PassBy(PractitionerId person)
    {
        var id = person.Value.ToString("N");
        PassedBy = Split(PassedBy).Contains(id) ? PassedBy : $"{PassedBy} {id}".Trim();
        if (OfferedTo == person)
        {
            (OfferedTo, OfferedAt, OfferReasons) = (null, null, "");
        }
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
