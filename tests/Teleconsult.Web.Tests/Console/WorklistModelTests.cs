using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Worklist;
using Xunit;

namespace Teleconsult.Web.Tests.Console;

public sealed class WorklistModelTests
{
    private readonly WorklistModel _model = new(new ReaderTime(Words.Load("en"), TimeZoneInfo.Utc));

    [Fact]
    public void Cases_stand_in_groups_by_what_is_due_next()
    {
        _model.Load(
            [
                Sample.Entry(1, dueInMinutes: 60 * 30), Sample.Entry(2, dueInMinutes: 200), Sample.Entry(3, dueInMinutes: 40),
                Sample.Entry(4, dueInMinutes: -5), Sample.Entry(5, Urgency.Emergency, 4),
            ],
            Sample.Now);

        Assert.Equal([DueGroup.Emergency, DueGroup.Overdue, DueGroup.WithinTheHour, DueGroup.Today, DueGroup.Later], _model.Groups.Select(g => g.Kind));
        Assert.Equal([5, 4, 3, 2, 1], _model.Lines.Select(l => l.Entry.Number));
    }

    [Fact]
    public void A_new_case_that_belongs_higher_up_waits_until_it_is_asked_for()
    {
        _model.Load([Sample.Entry(2, dueInMinutes: 200)], Sample.Now);

        _model.Apply(Id(3), Sample.Entry(3, dueInMinutes: 40), Sample.Now);

        Assert.Equal([2], _model.Lines.Select(l => l.Entry.Number));
        Assert.Equal(1, _model.WaitingNew);
        _model.Show(Sample.Now);
        Assert.Equal([3, 2], _model.Lines.Select(l => l.Entry.Number));
        Assert.False(_model.SomethingWaits);
    }

    [Fact]
    public void What_moves_nothing_is_shown_at_once()
    {
        _model.Load([], Sample.Now);
        _model.Apply(Id(2), Sample.Entry(2, dueInMinutes: 200), Sample.Now);
        _model.Apply(Id(3), Sample.Entry(3, dueInMinutes: 300), Sample.Now);
        _model.Apply(Id(2), Sample.Entry(2, dueInMinutes: 200, question: "Changed words?"), Sample.Now);

        Assert.Equal([2, 3], _model.Lines.Select(l => l.Entry.Number));
        Assert.Equal("Changed words?", _model.Lines.First().Entry.Question);
        Assert.False(_model.SomethingWaits);
    }

    [Fact]
    public void A_case_that_another_took_stays_in_its_place_and_says_so()
    {
        _model.Load([Sample.Entry(2, dueInMinutes: 100), Sample.Entry(3, dueInMinutes: 200)], Sample.Now);

        _model.Apply(Id(2), null, Sample.Now);

        Assert.Equal([true, false], _model.Lines.Select(l => l.Gone));
        Assert.Equal(1, _model.WaitingGone);
        _model.Show(Sample.Now);
        Assert.Equal([3], _model.Lines.Select(l => l.Entry.Number));
    }

    [Fact]
    public void An_emergency_that_waits_behind_the_line_is_told_apart()
    {
        _model.Load([Sample.Entry(2, dueInMinutes: 10)], Sample.Now);
        _model.Apply(Id(9), Sample.Entry(9, Urgency.Emergency, 4), Sample.Now);
        Assert.True(_model.EmergencyWaits);
    }

    [Fact]
    public void Time_alone_moves_no_line_but_says_that_the_order_is_old()
    {
        _model.Load([Sample.Entry(2, dueInMinutes: 70)], Sample.Now);

        _model.Tick(Sample.Now.AddMinutes(15));

        Assert.Equal(DueGroup.Today, Assert.Single(_model.Groups).Kind);
        Assert.True(_model.OrderIsOld);
    }

    private static Guid Id(long number) => new((int)number, 0, 0, new byte[8]);
}
