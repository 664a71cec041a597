using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Teleconsult.Domain.Consults;

namespace Teleconsult.Application.Simulation;

/// <summary>How many cases had come so far after how long: one line a policy, told apart by dashes as well as by colour.</summary>
internal static class DistributionDrawing
{
    private const int Width = 460;
    private const int Height = 260;
    private const int Left = 56;
    private const int Top = 70;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly (double Hours, string Name)[] Marks =
        [(1 / 60.0, "1 min"), (5 / 60.0, "5"), (0.5, "30"), (1, "1 h"), (4, "4"), (24, "1 d"), (24 * 7, "7"), (24 * 30, "30")];

    private static readonly (string Colour, string? Dash)[] Looks = [("#8a5a00", "2 4"), ("#5b6770", "8 4"), ("#00695c", null)];

    public static string Of(IReadOnlyList<Outcome> outcomes)
    {
        var panels = new (string Title, Urgency Urgency, Func<CaseOutcome, float> Time)[]
        {
            ("Emergency: taken", Urgency.Emergency, c => c.Claim),
            ("Routine: taken", Urgency.Routine, c => c.Claim),
            ("Routine: advice", Urgency.Routine, c => c.Advice),
        };
        var (wide, high) = ((Width + Left + 30) * panels.Length, Height + Top + 60);
        var root = new XElement(
            Svg + "svg", new XAttribute("viewBox", $"0 0 {wide} {high}"), new XAttribute("width", wide), new XAttribute("height", high),
            new XAttribute("role", "img"), new XAttribute("font-family", "system-ui, sans-serif"), new XAttribute("font-size", 13),
            new XElement(Svg + "title", "Share of cases that had been taken or answered, by time since receipt"),
            new XElement(Svg + "rect", new XAttribute("width", wide), new XAttribute("height", high), new XAttribute("fill", "#ffffff")));
        for (var i = 0; i < outcomes.Count; i++)
        {
            var x = Left + (i * 220);
            var (colour, dash) = Looks[(int)outcomes[i].Policy];
            root.Add(Line($"M{x} 24h36", colour, dash), Text(x + 44, 28, SimulationText.NameOf(outcomes[i].Policy), "start"));
        }

        for (var p = 0; p < panels.Length; p++)
        {
            root.Add(Panel(panels[p].Title, panels[p].Urgency, panels[p].Time, outcomes, Left + (p * (Width + Left + 30))));
        }

        return root.ToString();
    }

    private static XElement Panel(string title, Urgency urgency, Func<CaseOutcome, float> time, IReadOnlyList<Outcome> outcomes, int left)
    {
        var panel = new XElement(Svg + "g", new XAttribute("transform", $"translate({left} {Top})"), Text(0, -14, title, "start", bold: true));
        for (var share = 0; share <= 100; share += 25)
        {
            var y = Y(share / 100.0);
            panel.Add(Line($"M0 {y}H{Width}", "#d5dadd", null, 1), Text(-6, y + 4, $"{share} %", "end"));
        }

        foreach (var (hours, name) in Marks)
        {
            var x = X(hours);
            panel.Add(Line(string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} 0V{Height}"), "#d5dadd", null, 1), Text(x, Height + 18, name, "middle"));
        }

        foreach (var outcome in outcomes)
        {
            var (colour, dash) = Looks[(int)outcome.Policy];
            panel.Add(Line(PathOf(outcome.Where(c => c.Urgency == urgency), time), colour, dash));
        }

        return panel;
    }

    private static string PathOf(Outcome outcome, Func<CaseOutcome, float> time)
    {
        var times = outcome.Cases.Select(time).Where(t => !float.IsNaN(t)).Order().ToArray();
        var path = new StringBuilder($"M0 {Height}");
        for (double x = 0; x <= Width; x += 4)
        {
            var hours = Math.Exp((x / Width * (Math.Log(Marks[^1].Hours) - Math.Log(Marks[0].Hours))) + Math.Log(Marks[0].Hours));
            var place = Array.BinarySearch(times, (float)hours);
            var share = outcome.Cases.Count == 0 ? 0 : (place < 0 ? ~place : place + 1) / (double)outcome.Cases.Count;
            path.Append(CultureInfo.InvariantCulture, $"L{x:0.#} {Y(share):0.#}");
        }

        return path.ToString();
    }

    private static double X(double hours) => (Math.Log(hours) - Math.Log(Marks[0].Hours)) / (Math.Log(Marks[^1].Hours) - Math.Log(Marks[0].Hours)) * Width;

    private static double Y(double share) => Height * (1 - share);

    private static XElement Line(string path, string colour, string? dash, double wide = 2.5) => new(
        Svg + "path", new XAttribute("d", path), new XAttribute("fill", "none"), new XAttribute("stroke", colour),
        new XAttribute("stroke-width", wide.ToString(CultureInfo.InvariantCulture)), dash is null ? null : new XAttribute("stroke-dasharray", dash));

    private static XElement Text(double x, double y, string text, string anchor, bool bold = false) => new(
        Svg + "text", new XAttribute("x", x.ToString("0.#", CultureInfo.InvariantCulture)), new XAttribute("y", y.ToString("0.#", CultureInfo.InvariantCulture)),
        new XAttribute("text-anchor", anchor), new XAttribute("fill", "#1d2529"),
        bold ? new XAttribute("font-weight", 600) : null, text);
}
