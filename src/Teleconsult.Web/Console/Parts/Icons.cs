using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace Teleconsult.Web.Console.Parts;

/// <summary>The drawn signs: strokes on a 16-unit square. Never alone: each stands beside its word or has a label.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, MarkupString> Drawings = new Dictionary<string, string>
    {
        ["mark"] = """<path d="M2 8h2.7L6.3 4 9 12l1.7-4H14" stroke-width="1.4"/>""",
        ["list"] = """<path d="M3 4.5h10M3 8h10M3 11.5h6"/>""",
        ["chart"] = """<path d="M2.5 13.5h11M4 11V8M8 11V3.5M12 11V6"/>""",
        ["person"] = """<circle cx="8" cy="5.2" r="2.5"/><path d="M3 13.5c.3-3 2.2-4.7 5-4.7s4.7 1.7 5 4.7"/>""",
        ["network"] = """<circle cx="8" cy="3.5" r="1.75"/><circle cx="3.5" cy="12" r="1.75"/><circle cx="12.5" cy="12" r="1.75"/><path d="M7.2 5.1 4.3 10.4M8.8 5.1l2.9 5.3M5.25 12h5.5"/>""",
        ["sliders"] = """<path d="M2.5 5h6M12 5h1.500M2.500 11H4M7.500 11h6"/><circle cx="10.25" cy="5" r="1.75"/><circle cx="5.75" cy="11" r="1.75"/>""",
        ["calendar"] = """<rect x="2.5" y="3.5" width="11" height="10" rx="1"/><path d="M2.500 6.500h11M5.500 2v3M10.500 2v3"/>""",
        ["swap"] = """<path d="M13 7A5 5 0 0 0 3.800 5M3 9a5 5 0 0 0 9.200 2M3.500 2.500V5H6M12.500 13.500V11H10"/>""",
        ["clock"] = """<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3l2 1.5"/>""",
        ["warn"] = """<path d="M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11.3v.2"/>""",
        ["tick"] = """<path d="m3.5 8.5 3 3 6-7"/>""",
        ["camera"] = """<path d="M2.5 5.5h2.3L6 3.5h4l1.2 2h2.3v7h-11v-7Z"/><circle cx="8" cy="8.8" r="2"/>""",
        ["lock"] = """<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>""",
        ["eye"] = """<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="2"/>""",
        ["search"] = """<circle cx="7" cy="7" r="4.25"/><path d="m10.25 10.25 3.25 3.25"/>""",
        ["print"] = """<path d="M4.500 6.500v-4h7v4M4.500 11H2.500V6.500h11V11h-2M4.500 9.500h7v4h-7v-4Z"/>""",
        ["back"] = """<path d="M13 8H3.5M7 4 3 8l4 4"/>""",
        ["more"] = """<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.5"/>""",
        ["plus"] = """<path d="M8 3v10M3 8h10"/>""",
        ["minus"] = """<path d="M3 8h10"/>""",
        ["cross"] = """<path d="m4 4 8 8M12 4l-8 8"/>""",
        ["rotate"] = """<path d="M12.5 6A5 5 0 1 0 13 9.5M12.7 2.8V6H9.5"/>""",
        ["full"] = """<path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9 7M2.5 13.5 7 9"/>""",
        ["fit"] = """<path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3"/>""",
        ["link"] = """<path d="m6.5 9.5 3-3M7 4.5 8.5 3a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5 7.5 13a2.8 2.8 0 0 1-4-4L5 7.5"/>""",
        ["redfree"] = """<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11Z" fill="currentColor" stroke="none"/>""",
        ["light"] = """<circle cx="8" cy="8" r="2.700"/><path d="M8 1.800v1.700M8 12.500v1.700M1.800 8h1.700M12.500 8h1.700M3.600 3.600l1.200 1.200M11.200 11.200l1.200 1.200M12.400 3.600l-1.200 1.200M4.800 11.200l-1.200 1.200"/>""",
        ["columns"] = """<rect x="2" y="3" width="12" height="10" rx="1"/><path d="M8 3v10"/>""",
        ["undo"] = """<path d="M5.500 3 2.500 6l3 3M2.500 6H9a4 4 0 0 1 0 8H6"/>""",
        ["arrow"] = """<path d="M3 13 12.500 3.500M6.500 3.500h6v6"/>""",
        ["outline"] = """<path d="M4 11.500C1.500 8.500 3 4 6.500 3.500s4 2 6 3 1.500 5-1.500 6.500-5 .5-7-1.500Z" stroke-dasharray="2.200 1.400"/>""",
        ["label"] = """<path d="M3.500 4V3h9v1M8 3v10M6.300 13h3.400"/>""",
        ["scale"] = """<path d="M2.500 5v6M13.500 5v6M2.500 8h11M5 6.500 2.700 8 5 9.500M11 6.500 13.300 8 11 9.500"/>""",
        ["ruler"] = """<path d="m2 10.500 8.500-8.500 3.500 3.500L5.500 14 2 10.500ZM4.500 8l1.500 1.500M6.500 6l1 1M8.500 4 10 5.500"/>""",
        ["pencil"] = """<path d="m3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z"/>""",
        ["message"] = """<path d="M2.5 3.5h11v7.5H7l-3 2.5V11H2.5Z"/>""",
        ["question"] = """<circle cx="8" cy="8" r="5.5"/><path d="M6.3 6.4a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.7-.9 1.4M8 11.2v.1"/>""",
        ["redirect"] = """<path d="M2.5 12V9.5A3.5 3.5 0 0 1 6 6h7M10 3l3 3-3 3"/>""",
        ["return"] = """<path d="M13.5 12V9.5A3.5 3.5 0 0 0 10 6H3M6 3 3 6l3 3"/>""",
        ["bell"] = """<path d="M4 11V7.5a4 4 0 0 1 8 0V11l1 1H3l1-1ZM6.8 13.8h2.4"/>""",
        ["sound"] = """<path d="M2.500 6.200v3.600h2.300L8.200 12.600V3.400L4.800 6.200ZM10.400 5.800a3 3 0 0 1 0 4.400M12.300 4a5.600 5.600 0 0 1 0 8"/>""",
        ["nolink"] = """<path d="M2 6.5A8.5 8.5 0 0 1 5.5 4.6M8.3 4.1A8.5 8.5 0 0 1 14 6.5M4.5 9a5 5 0 0 1 2.7-1.4M10 8.1a5 5 0 0 1 1.5.9M8 12v.1M2.5 2.5l11 11"/>""",
        ["out"] = """<path d="M9.5 2.5h-6v11h6M6.5 8h7M11 5.5 13.5 8 11 10.5"/>""",
        ["phone"] = """<rect x="4.5" y="1.5" width="7" height="13" rx="1.2"/><path d="M7.2 12.3h1.6"/>""",
        ["call"] = """<path d="M4 2.5h2.6l1 3-1.5 1.2a8 8 0 0 0 3.2 3.2l1.2-1.5 3 1V12c0 .9-.6 1.5-1.5 1.5C7 13.500 2.500 9 2.500 4c0-.9.6-1.500 1.500-1.500Z"/>""",
        ["keys"] = """<rect x="1.5" y="4" width="13" height="8" rx="1"/><path d="M4 6.500h.01M6.700 6.500h.01M9.300 6.500h.01M12 6.500h.01M5 9.500h6"/>""",
        ["filter"] = """<path d="M2.500 4h11M4.500 8h7M6.500 12h3"/>""",
        ["down"] = """<path d="m4.5 6.5 3.5 3.5 3.5-3.5"/>""",
        ["emergency"] = """<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z" fill="currentColor" stroke="none"/><path class="icon__mark" d="M8 4.8v4M8 11.2v.1"/>""",
        ["urgent"] = """<path d="M8 1.2 15.3 14.6H.7Z" fill="currentColor" stroke="none"/><path class="icon__mark" d="M8 6.2v3.8M8 12.3v.1"/>""",
        ["soon"] = """<circle cx="8" cy="8" r="6"/><path d="M8 4.7V8l2.3 1.4"/>""",
        ["routine"] = """<circle cx="8" cy="8" r="6"/><path d="M5.4 8h5.2"/>""",
    }.ToFrozenDictionary(d => d.Key, d => new MarkupString(d.Value));

    public static MarkupString Drawing(string name) => Drawings[name];
}
