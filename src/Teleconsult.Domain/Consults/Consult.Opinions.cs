namespace Teleconsult.Domain.Consults;

// A second opinion is asked for by name and given as advice of its own. What two authors say differently stands side by side, everybody
// is told so, and the one who answered the case says which of them stands, and why (the domain brief, hazard H6).
public sealed partial class Consult
{
    public List<OpinionRequest> Opinions { get; private set; } = [];

    /// <summary>The advice that stands, as its owner decided; null: they do not differ, or nobody has decided yet.</summary>
    public AdviceId? Stands { get; private set; }

    /// <summary>What the requester can read: advice that went out, and opinions once the case is answered.</summary>
    public IEnumerable<AdviceRecord> Shown => Advices.Where(a => a.ReleasedAt is not null && (a.Opinion is null || AdvisedAt is not null));

    /// <summary>The newest advice of each author that the requester can read.</summary>
    public IEnumerable<AdviceRecord> StandingAdvice => Shown.Where(a => !IsReplaced(a));

    /// <summary>Two authors want different things to happen, and nobody has said which of them stands.</summary>
    public bool IsInConflict => Stands is null && StandingAdvice.Select(a => a.Disposition).Distinct().Count() > 1;

    /// <summary>The requester has read what counts: every advice that stands, or the one that was said to.</summary>
    private bool IsAllRead => StandingAdvice.All(a => a.ReadAt is not null || (Stands is { } stands && a.Id != stands));

    /// <summary>Since when they differ. UTC.</summary>
    private DateTimeOffset ConflictSince => StandingAdvice.Max(a => a.ReleasedAt!.Value);

    /// <summary>Who answered the case, and decides where two differ: whom the requester asked to hear instead, once they have answered, else who answered it first.</summary>
    public PractitionerId? Owner => StandingAdvice.LastOrDefault(a => a.Opinion is not { } given || Opinions.Exists(o => o.Id == given && o.Wish is not null))?.Author;

    /// <summary>The holder, or who has answered, asks a colleague of the service. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>opinion.not-yours</c>: neither holder nor author; <c>opinion.self</c>: nobody is their own second opinion, nor is the requester;
    /// <c>opinion.asked</c>: they were asked and have not answered; <c>consult.closed</c>.
    /// </exception>
    public void AskOpinion(OpinionId opinion, PractitionerId by, PractitionerId of, DateTimeOffset now)
    {
        if (Opinions.Exists(o => o.Id == opinion))
        {
            return;
        }

        RefuseIfClosed();
        if (Holder != by && !StandingAdvice.Any(a => a.Author == by))
        {
            throw new RuleViolation("opinion.not-yours");
        }

        if (of == by || of == Requester)
        {
            throw new RuleViolation("opinion.self");
        }

        if (Opinions.Exists(o => o.Of == of && o.IsOpen))
        {
            throw new RuleViolation("opinion.asked");
        }

        Record(new OpinionAsked(now, opinion, by, of));
        ExtendLease(by, now);
    }

    /// <summary>The colleague gives it. It goes out at once; the requester reads it once the case is answered.</summary>
    /// <exception cref="RuleViolation">
    /// <c>opinion.unknown</c>: they were not asked; <c>opinion.done</c>: it was given or declined; <c>consult.content-changed</c>: newer clinical
    /// data arrived, which the author has to read first; <c>consult.closed</c>.
    /// </exception>
    public void GiveOpinion(
        OpinionId opinion, AdviceId advice, PractitionerId by, long seenContentVersion, Disposition disposition, Adequacy adequacy, int actions, DateTimeOffset now)
    {
        RefuseIfClosed();
        OpenOpinion(opinion, by);
        if (seenContentVersion != ContentVersion)
        {
            throw new RuleViolation("consult.content-changed", ("seen", seenContentVersion), ("current", ContentVersion));
        }

        Record(new OpinionGiven(now, opinion, advice, by, seenContentVersion, disposition, adequacy, actions));
    }

    /// <summary>The colleague cannot: whoever asked is told and can ask somebody else. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation"><c>opinion.unknown</c>; <c>opinion.done</c>: it was given.</exception>
    public void DeclineOpinion(OpinionId opinion, PractitionerId by, DateTimeOffset now)
    {
        if (Opinions.Exists(o => o.Id == opinion && o.Of == by && o.DeclinedAt is not null))
        {
            return;
        }

        OpenOpinion(opinion, by);
        Record(new OpinionDeclined(now, opinion, by));
    }

    /// <summary>Who answered the case says which of the advices stands. Repeating it changes nothing.</summary>
    /// <exception cref="RuleViolation">
    /// <c>conflict.none</c>: they do not differ; <c>conflict.not-yours</c>: somebody else answered the case; <c>advice.unknown</c>: it does not stand;
    /// <c>consult.closed</c>.
    /// </exception>
    public void ResolveConflict(AdviceId stands, PractitionerId by, DateTimeOffset now)
    {
        if (Stands == stands)
        {
            return;
        }

        RefuseIfClosed();
        if (!IsInConflict)
        {
            throw new RuleViolation("conflict.none");
        }

        if (Owner != by)
        {
            throw new RuleViolation("conflict.not-yours");
        }

        if (!StandingAdvice.Any(a => a.Id == stands))
        {
            throw new RuleViolation("advice.unknown");
        }

        Record(new ConflictResolved(now, by, stands));
    }

    private void OpenOpinion(OpinionId opinion, PractitionerId by)
    {
        var asked = Opinions.SingleOrDefault(o => o.Id == opinion && o.Of == by) ?? throw new RuleViolation("opinion.unknown");
        if (!asked.IsOpen)
        {
            throw new RuleViolation("opinion.done");
        }
    }

    private void ApplyOpinion(ConsultEvent happened)
    {
        switch (happened)
        {
            case OpinionAsked e:
                Opinions.Add(new OpinionRequest
                {
                    Id = e.Opinion,
                    Consult = Id,
                    By = e.By,
                    Of = e.Of,
                    AskedAt = e.At,
                    Wish = e.Wish,
                    Reasons = Routing.RoutingDecision.Write(e.Reasons ?? []),
                });
                break;
            case OpinionGiven e:
                var given = Opinions.Single(o => o.Id == e.Opinion);
                given.GivenAt = e.At;
                AnotherSince = given.Wish is null ? AnotherSince : null; // the wish is met
                Advices.Add(new AdviceRecord
                {
                    Id = e.Advice,
                    Consult = Id,
                    Opinion = e.Opinion,
                    Author = e.By,
                    ContentVersion = e.SeenContentVersion,
                    Disposition = e.Disposition,
                    Adequacy = e.Adequacy,
                    Actions = e.Actions,
                    SentAt = e.At,
                    ReleasesAt = e.At,
                    ReleasedAt = e.At,
                });
                Stands = null;
                if (State is ConsultState.Read)
                {
                    State = ConsultState.Answered; // there is something new to read
                }

                break;
            case OpinionDeclined e:
                Opinions.Single(o => o.Id == e.Opinion).DeclinedAt = e.At;
                break;
            case ConflictResolved e:
                Stands = e.Stands;
                State = State is ConsultState.Answered && IsAllRead ? ConsultState.Read : State;
                break;
        }
    }
}

/// <summary>A second opinion that was asked of one colleague; the question is an encrypted row.</summary>
public sealed class OpinionRequest
{
    public OpinionId Id { get; internal set; }
    public ConsultId Consult { get; internal set; }
    public PractitionerId By { get; internal set; }
    public PractitionerId Of { get; internal set; }
    public DateTimeOffset AskedAt { get; internal set; }
    public DateTimeOffset? GivenAt { get; internal set; }
    public DateTimeOffset? DeclinedAt { get; internal set; }

    /// <summary>The requester wished to hear another specialist, and this is whom they hear: the id of the wish's words.</summary>
    public OpinionId? Wish { get; internal set; }

    /// <summary>Why they were asked: <see cref="Routing.RoutingReason"/>s by number, separated by spaces; empty where a person chose them.</summary>
    public string Reasons { get; internal set; } = "";

    /// <summary><see cref="Reasons"/> as they are.</summary>
    public IReadOnlyList<Routing.RoutingReason> Why => Routing.RoutingDecision.Read(Reasons);

    public bool IsOpen => GivenAt is null && DeclinedAt is null;
}
