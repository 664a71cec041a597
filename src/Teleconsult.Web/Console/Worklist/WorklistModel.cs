using Teleconsult.Application.Worklist;
using Teleconsult.Domain.Consults;
using Teleconsult.Web.Console.Language;

namespace Teleconsult.Web.Console.Worklist;

public enum DueGroup
{
    Emergency = 0,
    Overdue = 1,
    WithinTheHour = 2,
    Today = 3,
    Later = 4,
}

/// <summary>One line as it stands on the screen.</summary>
/// <param name="Gone">It left this list (another took it, or it was answered) and waits for the reader's "show it".</param>
/// <param name="Changed">Its words or photos changed since the list was put in order.</param>
public sealed record Line(WorklistEntry Entry, bool Gone = false, bool Changed = false);

public sealed record LineGroup(DueGroup Kind, IReadOnlyList<Line> Lines);

/// <summary>
/// The list on the screen and what waits behind it. Nothing moves under the pointer: a change that would move a line waits
/// until <see cref="Show"/>; a change inside a line is taken at once. Not safe for concurrent use (one circuit, one list).
/// </summary>
public sealed class WorklistModel(ReaderTime time)
{
    private readonly Dictionary<Guid, WorklistEntry?> _waiting = [];
    private List<LineGroup> _groups = [];

    public IReadOnlyList<LineGroup> Groups => _groups;

    public IEnumerable<Line> Lines => _groups.SelectMany(g => g.Lines);

    public int WaitingNew => _waiting.Count(w => w.Value is not null && !Holds(w.Key));

    public int WaitingMoved => _waiting.Count(w => w.Value is not null && Holds(w.Key));

    public int WaitingGone => _waiting.Count(w => w.Value is null);

    public bool EmergencyWaits => _waiting.Values.Any(e => e is { Urgency: Urgency.Emergency } && !Holds(e.Id));

    /// <summary>Time alone put the order out of date: a case is overdue now, or within the hour.</summary>
    public bool OrderIsOld { get; private set; }

    public bool SomethingWaits => _waiting.Count > 0 || OrderIsOld;

    public void Load(IEnumerable<WorklistEntry> entries, DateTimeOffset now)
    {
        _waiting.Clear();
        OrderIsOld = false;
        _groups = InOrder(entries.Select(e => new Line(e)), now);
    }

    /// <summary>A case changed. <paramref name="entry"/> null: it is no longer of this list.</summary>
    public void Apply(Guid id, WorklistEntry? entry, DateTimeOffset now)
    {
        _waiting.Remove(id);
        var shown = Lines.FirstOrDefault(l => l.Entry.Id == id);
        if (shown is null)
        {
            if (entry is not null)
            {
                Add(entry, now);
            }

            return;
        }

        if (entry is null)
        {
            _waiting[id] = null;
            Replace(shown with { Gone = true });
            return;
        }

        var changed = shown.Changed || entry.PhotosStored != shown.Entry.PhotosStored;
        Replace(new Line(entry, Changed: changed));
        if (!SameOrder(InOrder(Lines, now)))
        {
            _waiting[id] = entry;
        }
    }

    /// <summary>Puts everything that waits into its place.</summary>
    public void Show(DateTimeOffset now)
    {
        var entries = Lines.Where(l => !_waiting.TryGetValue(l.Entry.Id, out var e) || e is not null).Select(l => l.Entry)
            .Concat(_waiting.Where(w => w.Value is not null && !Holds(w.Key)).Select(w => w.Value!)).ToList();
        Load(entries, now);
    }

    public void Tick(DateTimeOffset now) => OrderIsOld = _waiting.Count == 0 && !SameOrder(InOrder(Lines, now));

    internal DueGroup GroupOf(WorklistEntry entry, DateTimeOffset now)
    {
        var paused = entry.State is ConsultState.NeedsRequester;
        if (entry.Urgency is Urgency.Emergency && (entry.State is ConsultState.Unallocated or ConsultState.Waiting or ConsultState.Claimed))
        {
            return DueGroup.Emergency;
        }

        if (entry.NextStep.Due is not { } due)
        {
            return DueGroup.Later;
        }

        return entry.NextStep.Overdue || due <= now ? DueGroup.Overdue
            : !paused && due - now <= TimeSpan.FromHours(1) ? DueGroup.WithinTheHour
            : time.Local(due).Date == time.Local(now).Date ? DueGroup.Today
            : DueGroup.Later;
    }

    private void Add(WorklistEntry entry, DateTimeOffset now)
    {
        var ordered = InOrder(Lines.Append(new Line(entry)), now);
        // At the very end it moves nothing, and an empty list has nothing to move.
        if (ordered[^1].Lines[^1].Entry.Id == entry.Id && SameOrder(InOrder(Lines, now)))
        {
            _groups = ordered;
        }
        else
        {
            _waiting[entry.Id] = entry;
        }
    }

    private bool Holds(Guid id) => Lines.Any(l => l.Entry.Id == id);

    private void Replace(Line line) =>
        _groups = [.. _groups.Select(g => g.Lines.Any(l => l.Entry.Id == line.Entry.Id)
            ? g with { Lines = [.. g.Lines.Select(l => l.Entry.Id == line.Entry.Id ? line : l)] }
            : g)];

    private bool SameOrder(List<LineGroup> other) =>
        other.Select(g => g.Kind).SequenceEqual(_groups.Select(g => g.Kind))
        && other.Zip(_groups).All(p => p.First.Lines.Select(l => l.Entry.Id).SequenceEqual(p.Second.Lines.Select(l => l.Entry.Id)));

    private List<LineGroup> InOrder(IEnumerable<Line> lines, DateTimeOffset now) =>
        [.. lines.GroupBy(l => GroupOf(l.Entry, now)).OrderBy(g => g.Key)
            .Select(g => new LineGroup(g.Key, [.. g.OrderBy(l => l.Entry.NextStep.Due ?? DateTimeOffset.MaxValue).ThenBy(l => l.Entry.Number)]))];
}
