using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Outcomes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Application.ResponseTimes;

/// <summary>
/// What came of the cases that were closed in a month, by pathway. A group stands by itself and there is no sum over groups, so that nothing can be subtracted:
/// it needs as many people and cases as any other, else none of its answers is told.
/// </summary>
internal static class OutcomeTables
{
    /// <param name="closed">The cases that were closed in the month.</param>
    public static IEnumerable<OutcomeFigureRow> Of(NetworkId network, FigureMonth month, IEnumerable<TimesRow> closed)
    {
        foreach (var group in closed.GroupBy(t => (t.Pathway, Questions: t.CloseOut!.Value)))
        {
            var isShown = Disclosure.IsSafe(group.Select(Measured.Counted));
            yield return Row(0, "", isShown ? group.Count() : 0, isShown ? Disclosed.Shown : Disclosed.Few);
            if (isShown)
            {
                foreach (var (answer, cases) in group.CountBy(t => t.Outcome!))
                {
                    yield return Row(1, answer, cases, Disclosed.Shown);
                }

                foreach (var (answer, cases) in group.CountBy(t => t.OutcomeReferral!))
                {
                    yield return Row(2, answer, cases, Disclosed.Shown);
                }
            }

            OutcomeFigureRow Row(int question, string answer, int cases, Disclosed disclosed) => new()
            {
                Network = network,
                Month = month.Value,
                Pathway = group.Key.Pathway,
                Questions = group.Key.Questions,
                Question = question,
                Answer = answer,
                Cases = cases,
                Disclosed = disclosed,
            };
        }
    }

    public static IReadOnlyList<OutcomeFigure> Read(IEnumerable<OutcomeFigureRow> rows) =>
    [
        .. rows.GroupBy(r => (r.Month, r.Pathway, r.Questions)).OrderBy(g => g.Key).Select(g =>
        {
            var all = g.Single(r => r.Question == 0);
            return new OutcomeFigure(
                new FigureMonth(g.Key.Month), g.Key.Pathway, g.Key.Questions, all.Disclosed, all.Cases,
                all.Disclosed is Disclosed.Shown ? [.. Answers(1, CloseOuts.Outcomes(g.Key.Questions)), .. Answers(2, CloseOuts.Referrals(g.Key.Questions))] : []);

            IEnumerable<OutcomeAnswer> Answers(int question, IEnumerable<string> codes) =>
                codes.Select(c => new OutcomeAnswer(question, c, g.SingleOrDefault(r => r.Question == question && r.Answer == c)?.Cases ?? 0));
        }),
    ];
}
