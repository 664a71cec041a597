namespace Teleconsult.Web.Console;

/// <summary>Where to go after a form: only a path of our own, since a link from elsewhere must not lead a person away.</summary>
internal static class LocalPath
{
    public static string Of(string? wanted) => wanted is ['/', not ('/' or '\\'), ..] ? wanted : "/";
}
