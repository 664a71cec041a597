using System.Globalization;
using System.Text;
using MediatR;
using Teleconsult.Application.ResponseTimes;
using Teleconsult.Domain.ResponseTimes;

namespace Teleconsult.Web.Console.Times;

/// <summary>The published figures as a file: what the screen shows, withheld where the screen withholds.</summary>
public static class FiguresCsv
{
    private static readonly string[] Head =
    [
        "month", "table", "group", "name", "urgency", "measure", "withheld", "due", "unanswered", "in_target", "median_min", "p90_min", "median_service_min",
        "p90_service_min", "promise_min",
    ];

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/times/figures.csv", async (IMediator mediator, HttpContext http) =>
    {
        var page = await mediator.Send(new GetFigures(60), http.RequestAborted);
        return Results.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Of(page))).ToArray(), "text/csv; charset=utf-8", "figures.csv");
    }).RequireAuthorization(ConsoleAccess.Figures).ExcludeFromDescription();

    public static string Of(FiguresPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var text = new StringBuilder();
        Line(text, Head);
        foreach (var f in page.Figures)
        {
            var shown = f.Disclosed is Disclosed.Shown;
            var counted = shown && (f.Measure is Measure.Advice || f.Measure.IsLoop());
            Line(text,
            [
                f.Month.ToString(), f.Table.ToString(), f.Group, f.Name, f.Urgency?.ToString() ?? "", f.Measure.ToString(), shown ? "" : f.Disclosed.ToString(),
                Number(counted ? f.Cases : null), Number(counted ? f.Unanswered : null), Number(counted ? f.InTarget : null), Number(f.Median), Number(f.Ninetieth),
                Number(f.ServiceMedian), Number(f.ServiceNinetieth), Number(f.Target),
            ]);
        }

        return text.ToString();
    }

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>RFC 4180 §2: fields between commas, lines that end with CRLF, quotes around what holds either or a quote, which is doubled.</summary>
    private static void Line(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    /// <summary>
    /// A field that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection): a service named <c>=1+1</c> is then a
    /// name and no sum.
    /// </summary>
    private static string Field(string value)
    {
        var safe = value.Length > 0 && "=+-@\t\r\n".Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
