using Teleconsult.Domain.Routing;

namespace Teleconsult.Domain.Consults;

// The requester was answered and wants to hear another specialist. The case is asked of the next one whom the routing policy finds, with reasons: as an
// opinion beside the first answer, of which nothing is lost. State and times stay what they are; the wish has a next step, a time and a name of its own.
public sealed partial class Consult
{
    /// <summary>The newest wish; its words are an encrypted row under this id.</summary>
    public OpinionId? AnotherWish { get; private set; }

    /// <summary>Since when the requester waits for another specialist; null: they do not. UTC.</summary>
    public DateTimeOffset? AnotherSince { get; private set; }

    /// <summary>They wait, and nobody is asked: whom to ask is to be decided in the same transaction, and where nobody can be found a coordinator has the next step.</summary>
    public bool NeedsAnother => AnotherSince is not null && Service is not null && Advices.Count > 0 && AnotherAsked is null;

    /// <summary>Who is asked, and has not answered; null: nobody.</summary>
    public OpinionRequest? AnotherAsked => AnotherSince is null ? null : Opinions.LastOrDefault(o => o.Wish is not null && o.IsOpen);

    /// <summary>As <see cref="Need"/>; and nobody who has written in the case, or has said that they cannot.</summary>
    public RoutingNeed AnotherNeed => Need with
    {
        NotTo = Need.NotTo.Concat(Advices.Select(a => a.Author)).Concat(Opinions.Where(o => o.DeclinedAt is not null).Select(o => o.Of)).ToHashSet(),
    };

    /// <summary>The requester wants to hear another specialist. While they wait for one already, nothing.</summary>
    /// <exception cref="RuleViolation"><c>another.no-answer</c>: nobody has answered yet; <c>consult.closed</c>.</exception>
    public void WishAnother(OpinionId wish, PractitionerId by, DateTimeOffset now)
    {
        RefuseIfClosed();
        if (AdvisedAt is null)
        {
            throw new RuleViolation("another.no-answer");
        }

        if (AnotherSince is null)
        {
            Record(new AnotherWished(now, by, wish));
        }
    }

    /// <summary>Asks the first of those whom the policy ranked by <see cref="AnotherNeed"/>. Nobody can: a coordinator finds somebody.</summary>
    public void AskNext(OpinionId opinion, RoutingDecision decision, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (NeedsAnother && decision.First is { } to)
        {
            Record(new OpinionAsked(now, opinion, Requester, to, AnotherWish, decision.Reasons));
        }
    }

    /// <summary>A coordinator asks one of the service who has not written here, by name. The earlier advice stays, and the clock goes on. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>opinion.self</c>: the requester, or whose advice it is; <c>opinion.asked</c>: they were asked and have not answered; <c>consult.closed</c>.
    /// </exception>
    public void AskAnother(OpinionId opinion, PractitionerId by, PractitionerId of, DateTimeOffset now)
    {
        if (Opinions.Exists(o => o.Id == opinion))
        {
            return;
        }

        RefuseIfClosed();
        if (of == Requester || Advices.Exists(a => a.Author == of))
        {
            throw new RuleViolation("opinion.self");
        }

        if (Opinions.Exists(o => o.Of == of && o.IsOpen))
        {
            throw new RuleViolation("opinion.asked");
        }

        Record(new OpinionAsked(now, opinion, by, of, AnotherSince is null ? opinion : AnotherWish));
    }

    /// <summary>The step of the wish; its time counts from the wish, whoever is asked in turn.</summary>
    private (NextStepKind Kind, DateTimeOffset Target, PractitionerId? Who) AnotherStep => AnotherAsked is { } asked
        ? (NextStepKind.GiveOpinion, AnotherSince!.Value + Target.Advice, asked.Of)
        : (NextStepKind.FindAnother, AnotherSince!.Value + Target.Claim, Coordinator);

    private void Apply(AnotherWished e) => (AnotherWish, AnotherSince) = (e.Wish, e.At);
}
