namespace Teleconsult.Domain.Consults;

public sealed partial class Consult
{
    /// <summary>
    /// The requester wants to hear another specialist: a coordinator asks one of the service who has not written here. The earlier advice stays, and the
    /// clock goes on. Repeating it changes nothing.
    /// </summary>
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

        Record(new OpinionAsked(now, opinion, by, of));
    }
}
