using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Teleconsult.Web.Tests.Console;

/// <summary>bUnit was built against another version of AngleSharp.Diffing than the feed has: the one beside the tests serves.</summary>
internal static class DiffingBoot
{
    [ModuleInitializer]
    internal static void Start() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
