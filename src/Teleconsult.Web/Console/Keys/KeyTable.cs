namespace Teleconsult.Web.Console.Keys;

/// <summary>One line of the help: the keys as they are drawn, and the word for what they do.</summary>
/// <param name="Shown">As drawn, separated by spaces.</param>
/// <param name="Pressed">As the browser names them (<c>Ctrl+Enter</c> together); what a page listens to.</param>
public sealed record KeyLine(string Group, string Shown, string Word, params IReadOnlyList<string> Pressed);

/// <summary>
/// All keys of the console, once: pages listen to what stands here, and the help is made from it. The viewer's are listened to by
/// <c>viewer.js</c>, those of marks by <c>drawing.js</c>, those of every page by <c>page.js</c>; tests hold them together.
/// </summary>
public static class KeyTable
{
    public const string Everywhere = "everywhere";
    public const string Worklist = "worklist";
    public const string Case = "case";
    public const string Viewer = "viewer";
    public const string Marks = "marks";
    public const string Grade = "grade";
    public const string Network = "network";

    public static IReadOnlyList<KeyLine> Lines { get; } =
    [
        new(Everywhere, "?", "key.help", "?"),
        new(Everywhere, "/", "key.search", "/"),
        new(Everywhere, "g w", "key.goWorklist", "g", "w"),
        new(Everywhere, "g n", "key.goNetwork", "g", "n"),
        new(Everywhere, "g r", "key.goRosters", "g", "r"),
        new(Everywhere, "g t", "key.goTimes", "g", "t"),
        new(Everywhere, "g a", "key.goAccount", "g", "a"),
        new(Worklist, "j k", "key.move", "j", "k", "ArrowDown", "ArrowUp"),
        new(Worklist, "Enter", "key.open", "Enter"),
        new(Worklist, "c", "key.claim", "c"),
        new(Worklist, "u", "key.undo", "u"),
        new(Worklist, "a", "key.allocate", "a"),
        new(Worklist, "r", "key.showWaiting", "r"),
        new(Worklist, "x", "key.filter", "x"),
        new(Worklist, "X", "key.unfilter", "X"),
        new(Worklist, "1 … 9", "key.view", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        new(Case, "c", "key.claim", "c"),
        new(Case, "w", "key.write", "w"),
        new(Case, "1 … 8", "key.disposition", "1", "2", "3", "4", "5", "6", "7", "8"),
        new(Case, "/ …", "key.phrase"),
        new(Case, "t", "key.retake", "t"),
        new(Case, "Ctrl Enter", "key.send", "Ctrl+Enter"),
        new(Case, "u", "key.undo", "u"),
        new(Case, "n", "key.next", "n"),
        new(Case, "Esc", "key.toWorklist", "Escape"),
        new(Viewer, "+ - =", "key.zoom", "+", "-", "="),
        new(Viewer, "0", "key.whole", "0"),
        new(Viewer, "o", "key.rotate", "o"),
        new(Viewer, "b", "key.both", "b"),
        new(Viewer, "f", "key.redfree", "f"),
        new(Viewer, "v", "key.compare", "v"),
        new(Viewer, "i k", "key.light", "i", "k"),
        new(Viewer, "l j", "key.contrast", "l", "j"),
        new(Viewer, "q", "key.reset", "q"),
        new(Viewer, "Shift F", "key.full", "F"),
        new(Marks, "a", "key.mark.arrow", "a"),
        new(Marks, "d", "key.mark.outline", "d"),
        new(Marks, "e", "key.mark.label", "e"),
        new(Marks, "s", "key.mark.scale", "s"),
        new(Marks, "m", "key.mark.ruler", "m"),
        new(Marks, "← ↑ → ↓", "key.mark.move", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"),
        new(Marks, "Enter", "key.mark.point", "Enter"),
        new(Marks, "Ctrl Z", "key.mark.undo", "Ctrl+z"),
        new(Marks, "Esc", "key.mark.end", "Escape"),
        new(Marks, "h", "key.mark.show", "h"),
        new(Grade, "← →", "key.grade.eye", "ArrowLeft", "ArrowRight"),
        new(Grade, "↑ ↓", "key.grade.slot", "ArrowUp", "ArrowDown"),
        new(Grade, "0 … 4", "key.grade.retinopathy", "0", "1", "2", "3", "4"),
        new(Grade, "m", "key.grade.macula", "m"),
        new(Grade, "u", "key.grade.ungradable", "u", "5", "6", "7", "8", "9"),
        new(Grade, "x", "key.grade.clear", "x"),
        new(Grade, "a", "key.grade.adequacy", "a"),
        new(Grade, "d", "key.grade.disposition", "d"),
        new(Grade, "e", "key.grade.words", "e"),
        new(Grade, "y", "key.grade.gaps", "y"),
        new(Grade, "r", "key.grade.read", "r"),
        new(Grade, "Enter", "key.grade.send", "Enter"),
        new(Grade, "Esc", "key.grade.notYet", "Escape"),
        new(Grade, "n p", "key.grade.next", "n", "p"),
        new(Grade, "z", "key.grade.undo", "z"),
        new(Network, "j k", "key.move", "j", "k", "ArrowDown", "ArrowUp"),
        new(Network, "Enter", "key.open", "Enter"),
        new(Network, "a", "key.allocate", "a"),
        new(Network, "w", "key.chase", "w"),
    ];

    /// <summary>What a page that shows this group listens to.</summary>
    public static string[] Pressed(string group) => [.. Lines.Where(l => l.Group == group).SelectMany(l => l.Pressed).Distinct()];

    /// <summary>The groups of a page, its own first.</summary>
    /// <param name="path">Relative to the base, without a query.</param>
    public static IReadOnlyList<string> For(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Trim('/').Split('/')[0] switch
        {
            "" => [Worklist, Everywhere],
            "case" => [Case, Viewer, Marks, Everywhere],
            "grade" => [Grade, Viewer, Everywhere],
            "network" => [Network, Everywhere],
            _ => [Everywhere],
        };
    }
}
