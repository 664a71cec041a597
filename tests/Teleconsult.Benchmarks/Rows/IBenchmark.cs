using Teleconsult.Benchmarks.Report;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>Some rows of the table that are measured together.</summary>
internal interface IBenchmark
{
    /// <summary>The argument that selects it.</summary>
    string Name { get; }

    /// <param name="folder">A new, empty folder; removed afterwards.</param>
    Task<IReadOnlyList<Row>> RunAsync(string folder);
}
