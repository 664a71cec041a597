using System.Globalization;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Report;
using Teleconsult.Benchmarks.Rows;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case [FloorServer.Mode, var address, var folder]:
        await FloorServer.RunAsync(address, folder);
        return 0;
    case [BareHubServer.Mode, var address]:
        await BareHubServer.RunAsync(address);
        return 0;
}

IBenchmark[] all = [new DurableConsult(), new Flushes(), new UploadAlone(), new SubmitToScreen(), new FirstLoad(), new PhotoRewrite(), new UploadBytes(), new ConsoleScreen(), new Scale(), new SimulationSpeed()];
var unknown = args.Except(all.Select(b => b.Name)).ToList();
if (unknown.Count > 0)
{
    System.Console.Error.WriteLine($"Unknown row: {string.Join(", ", unknown)}. There are: {string.Join(", ", all.Select(b => b.Name))}.");
    return 2;
}

List<Row> rows = [];
var failed = false;
foreach (var benchmark in all.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    var folder = Directory.CreateTempSubdirectory("teleconsult-benchmark-").FullName;
    try
    {
        System.Console.Error.WriteLine($"measuring {benchmark.Name} ...");
        rows.AddRange(await benchmark.RunAsync(folder));
    }
    catch (Exception e)
    {
        failed = true;
        System.Console.Error.WriteLine($"{benchmark.Name}: {e}");
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

System.Console.WriteLine();
System.Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}");
System.Console.WriteLine();
System.Console.WriteLine(Table.Of(rows));
return failed ? 1 : 0;
