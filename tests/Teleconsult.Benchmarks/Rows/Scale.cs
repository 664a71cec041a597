using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Benchmarks.Hosts;
using Teleconsult.Benchmarks.Load;
using Teleconsult.Benchmarks.Report;
using Teleconsult.Domain.Consults;
using Teleconsult.Infrastructure;

namespace Teleconsult.Benchmarks.Rows;

/// <summary>
/// Ten million consults against ten thousand, on PostgreSQL: the queue page and the news after a cursor by the API of two hosts, one on
/// each database; and a million pending timers against ten thousand. Open are the same few hundred in both, as in a service that has
/// closed its cases for years.
/// </summary>
internal sealed class Scale : IBenchmark
{
    private const int Open = 300;
    private const int Each = 40;
    private const int Due = 50;
    private const string Small = "small";
    private const string Large = "large";

    // DESIGN §9; smaller where somebody only wants to see that it runs.
    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("TELECONSULT_BENCHMARK_CONSULTS") ?? "10000000", CultureInfo.InvariantCulture);
    private static readonly int Rounds = Many < 1_000_000 ? 1 : 5;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(6);
    private static readonly int ManyTimers = Math.Max(10_000, Many / 10);

    public string Name => "scale";

    public async Task<IReadOnlyList<Row>> RunAsync(string folder)
    {
        await using var server = await PostgreSql.StartAsync();
        await server.ExecuteAsync("postgres", $"create database {Small} template template0");
        var (smallFolder, largeFolder) = (Path.Combine(folder, Small), Path.Combine(folder, Large));
        await using (var seeding = await StartAsync(server, smallFolder, Small))
        {
            await SubmitAsync(seeding, Open);
        }

        NpgsqlConnection.ClearAllPools();
        await server.ExecuteAsync("postgres", $"create database {Large} template {Small}");
        Directory.CreateDirectory(Path.Combine(largeFolder, "keys"));
        File.Copy(Path.Combine(smallFolder, "keys", "master.key"), Path.Combine(largeFolder, "keys", "master.key"));
        await FillAsync(server, Small, 10_000);
        await FillAsync(server, Large, Many);

        System.Console.Error.WriteLine("  queue page, news ...");
        List<Row> rows = [];
        await using (var small = await StartAsync(server, smallFolder, Small))
        await using (var large = await StartAsync(server, largeFolder, Large))
        {
            rows.AddRange(await QueueAsync(small, large));
            rows.Add(Plan(await server.AskAsync(Large, $"explain (analyze, buffers) {QueueSql(await ServiceAsync(server))}")));
            rows.AddRange(await NewsAsync(small, large));
        }

        System.Console.Error.WriteLine("  EF beside Npgsql, timers ...");
        rows.Add(await RawAsync(server));
        rows.Add(await TimersAsync(server));
        return rows;
    }

    private static Task<OurHost> StartAsync(PostgreSql server, string folder, string database) =>
        OurHost.StartAsync(folder, new Dictionary<string, string>
        {
            ["ConnectionStrings__Teleconsult"] = server.ConnectionTo(database),
            ["Keys__ShareFolder"] = Path.Combine(Path.GetDirectoryName(folder)!, "key-shares"), // both know the first one's cases
        }, both: true);

    private static async Task SubmitAsync(OurHost host, int count)
    {
        var photo = TestPhoto.Of(20 * 1024);
        await ClosedLoop.RunAsync(4, count, TimeSpan.FromMinutes(2), i => host.Phones[i % host.Phones.Count].SubmitAsync(host.Phones[i % host.Phones.Count].Prepare(photo)));
    }

    /// <summary>Closed cases, each with its first event, made by copying what one real case has; with indexes made anew, as years would leave them.</summary>
    private static async Task FillAsync(PostgreSql server, string database, int count)
    {
        System.Console.Error.WriteLine($"  filling {database} with {count:N0} closed consults ...");
        await CopyAsync(server, database, "consults", count, $"where \"State\" = {(int)ConsultState.Waiting}", new Dictionary<string, string>
        {
            ["Id"] = "uuid_at(n)",
            ["Number"] = "1000000 + n",
            ["State"] = $"{(int)ConsultState.Closed}",
            ["StepDue"] = "one.\"StepDue\" - n",
        });
        await CopyAsync(server, database, "events", count, "where \"Kind\" = 1 and \"Version\" = 1", new Dictionary<string, string> { ["Id"] = "", ["Stream"] = "uuid_at(n)" });
        // The durable readers have long read all that.
        await server.ExecuteAsync(database, "update readers set \"Position\" = (select max(\"Id\") from events)", "vacuum (analyze)", "checkpoint");
    }

    private static async Task CopyAsync(PostgreSql server, string database, string table, int count, string which, Dictionary<string, string> other)
    {
        var columns = (await server.AskAsync(database, $"select column_name from information_schema.columns where table_name = '{table}' order by ordinal_position"))
            .Where(c => other.GetValueOrDefault(c) is not "").ToList();
        var indexes = await server.AskAsync(database, $"select indexdef from pg_indexes where tablename = '{table}' and indexname not like 'PK%'");
        var names = await server.AskAsync(database, $"select quote_ident(indexname) from pg_indexes where tablename = '{table}' and indexname not like 'PK%'");
        await server.ExecuteAsync(
            database,
            [
                // Ids that grow, as version 7 of UUIDs does.
                "create or replace function uuid_at(n bigint) returns uuid immutable language sql as $$ select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
                .. names.Select(n => $"drop index {n}"),
                $"""
                insert into {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
                select {string.Join(", ", columns.Select(c => other.GetValueOrDefault(c) ?? $"one.\"{c}\""))}
                from (select * from {table} {which} limit 1) one, generate_series(1, {count.ToString(CultureInfo.InvariantCulture)}) n
                """,
                .. indexes,
            ]);
    }

    private static async Task<IReadOnlyList<Row>> QueueAsync(OurHost small, OurHost large)
    {
        var rounds = await SideBySideAsync(small, large, "api/worklist?limit=50");
        var (p50, p99) = (Figures.Median(rounds.Select(r => r.Large.P50 / r.Small.P50)), Figures.Median(rounds.Select(r => r.Large.P99 / r.Small.P99)));
        return
        [
            new Row($"Queue page of 50, {Many:N0} consults: p50", Spell(rounds, r => r.Large.P50), "10,000: " + Spell(rounds, r => r.Small.P50), Figures.Times(p50), "<= 1.15x", p50 <= 1.15),
            new Row("the same: p99", Spell(rounds, r => r.Large.P99), "10,000: " + Spell(rounds, r => r.Small.P99), Figures.Times(p99), "<= 1.3x", p99 <= 1.3),
        ];
    }

    private static async Task<IReadOnlyList<Row>> NewsAsync(OurHost small, OurHost large)
    {
        var (before, beforeLarge) = (await small.CursorAsync(), await large.CursorAsync());
        await SubmitAsync(small, 20);
        await SubmitAsync(large, 20);
        var rounds = await SideBySideAsync(small, large, $"api/sync?after={Uri.EscapeDataString(before)}", $"api/sync?after={Uri.EscapeDataString(beforeLarge)}");
        var p50 = Figures.Median(rounds.Select(r => r.Large.P50 / r.Small.P50));
        return
        [
            new Row(
                $"News after a cursor, 20 cases, {Many:N0} events: p50", Spell(rounds, r => r.Large.P50), "10,000: " + Spell(rounds, r => r.Small.P50), Figures.Times(p50), "<= 1.15x",
                p50 <= 1.15),
        ];
    }

    private static async Task<List<(LoadResult Small, LoadResult Large)>> SideBySideAsync(OurHost small, OurHost large, string path, string? pathOfLarge = null)
    {
        using var here = small.Specialist();
        using var there = large.Specialist();
        List<(LoadResult Small, LoadResult Large)> rounds = [];
        for (var round = -1; round < Rounds; round++) // one to warm up
        {
            var one = await ClosedLoop.RunAsync(1, Each, Most, _ => GetAsync(here, path));
            var two = await ClosedLoop.RunAsync(1, Each, Most, _ => GetAsync(there, pathOfLarge ?? path));
            if (round >= 0)
            {
                rounds.Add((one, two));
            }
        }

        return rounds;
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<string> ServiceAsync(PostgreSql server) =>
        (await server.AskAsync(Large, $"select \"Service\" from consults where \"State\" = {(int)ConsultState.Waiting} limit 1"))[0];

    /// <summary>What the queue page asks the database for first: which cases.</summary>
    private static string QueueSql(string service) =>
        $"""
        select c."Id" from consults c where c."Network" = (select "Network" from services where "Id" = '{service}') and c."State" < {(int)ConsultState.Closed}
        and c."Service" = any (array['{service}'::uuid]) and c."State" in (1, 2, 3, {(int)ConsultState.AdvicePending}) order by c."StepDue", c."Number" limit 50
        """;

    private static Row Plan(List<string> plan)
    {
        var text = string.Join('\n', plan);
        System.Console.Error.WriteLine(text);
        var node = plan.FirstOrDefault(l => l.Contains(" on consults", StringComparison.Ordinal))?.Trim().TrimStart('-', '>', ' ').Split("  (")[0] ?? "?";
        var isSorted = text.Contains("Sort Key", StringComparison.Ordinal);
        var isIndexOnly = text.Contains("Index Only Scan", StringComparison.Ordinal) && !isSorted;
        return new Row("Queue page: plan", node + (isSorted ? ", then sorted" : ""), "", "", "index only", isIndexOnly);
    }

    /// <summary>The consults of one queue page by EF and by Npgsql alone, on the large database.</summary>
    private static async Task<Row> RawAsync(PostgreSql server)
    {
        var service = new Domain.ServiceId(Guid.Parse(await ServiceAsync(server)));
        var network = new Domain.NetworkId(Guid.Parse((await server.AskAsync(Large, $"select \"Network\" from services where \"Id\" = '{service.Value}'"))[0]));
        await using var services = Services(server, Large);
        await using var raw = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionTo(Large)) { MaxAutoPrepare = 20 });
        List<(LoadResult Ef, LoadResult Raw)> rounds = [];
        for (var round = -1; round < Rounds; round++)
        {
            var ef = await ClosedLoop.RunAsync(1, Each, Most, async _ =>
            {
                await using var scope = services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TeleconsultDb>().Consults.AsNoTracking()
                    .Where(c => c.Network == network && c.Service == service && c.State < ConsultState.Closed
                        && (c.State == ConsultState.Waiting || c.State == ConsultState.Claimed || c.State == ConsultState.NeedsRequester || c.State == ConsultState.AdvicePending))
                    .OrderBy(c => c.StepDue).ThenBy(c => c.Number).Take(50).ToListAsync();
            });
            var npgsql = await ClosedLoop.RunAsync(1, Each, Most, async _ =>
            {
                await using var command = raw.CreateCommand(QueueSql(service.Value.ToString()).Replace("select c.\"Id\"", "select c.*", StringComparison.Ordinal));
                await using var reader = await command.ExecuteReaderAsync();
                var values = new object[reader.FieldCount];
                while (await reader.ReadAsync())
                {
                    reader.GetValues(values);
                }
            });
            if (round >= 0)
            {
                rounds.Add((ef, npgsql));
            }
        }

        var ratio = Figures.Median(rounds.Select(r => r.Ef.P50 / r.Raw.P50));
        return new Row(
            "Consults of the page by EF: p50", Figures.Milliseconds(Figures.Median(rounds.Select(r => r.Ef.P50))),
            "Npgsql " + Figures.Milliseconds(Figures.Median(rounds.Select(r => r.Raw.P50))), Figures.Times(ratio), "<= 3x", ratio <= 3);
    }

    /// <summary>Claims what is due and takes it back, so that every round finds the same.</summary>
    private static async Task<Row> TimersAsync(PostgreSql server)
    {
        foreach (var (database, count) in new[] { (Small, 10_000), (Large, ManyTimers) })
        {
            await server.ExecuteAsync(
                database, "truncate timers",
                $"""
                insert into timers ("Consult", "Kind", "NextAt", "Token")
                select uuid_at(n), 1, case when n <= {Due} then n else {DateTimeOffset.UtcNow.AddYears(1).UtcTicks} + n end, 0 from generate_series(1, {count}) n
                """,
                "vacuum (analyze) timers");
        }

        await using var small = Services(server, Small);
        await using var large = Services(server, Large);
        List<double> ratios = [], ours = [], reference = [];
        for (var round = -1; round < Rounds; round++)
        {
            var (one, two) = (await ClaimAsync(small), await ClaimAsync(large));
            await server.ExecuteAsync(Small, "vacuum timers");
            await server.ExecuteAsync(Large, "vacuum timers");
            if (round >= 0)
            {
                ratios.Add(two / one);
                reference.Add(one);
                ours.Add(two);
            }
        }

        var ratio = Figures.Median(ratios);
        return new Row(
            $"Due-timer scan, {Due} due of {ManyTimers:N0}: p50", Figures.Milliseconds(Figures.Median(ours)), "of 10,000: " + Figures.Milliseconds(Figures.Median(reference)),
            Figures.Times(ratio), "<= 1.3x", ratio <= 1.3);
    }

    private static async Task<double> ClaimAsync(ServiceProvider services)
    {
        var took = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var from = Stopwatch.GetTimestamp();
            var now = DateTimeOffset.UtcNow;
            var claimed = await services.GetRequiredService<ITimerClaims>().ClaimAsync(db, now, now.AddSeconds(30), Due, CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            await transaction.RollbackAsync();
            if (claimed.Count != Due)
            {
                throw new InvalidOperationException($"{claimed.Count} timers were due, not {Due}.");
            }
        }

        return Figures.Percentile(took, 0.5);
    }

    private static ServiceProvider Services(PostgreSql server, string database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostgreSqlStorage(new StorageSettings(server.ConnectionTo(database), Path.Combine(Path.GetTempPath(), "never-asked-for", "master.key"), Path.Combine(Path.GetTempPath(), "never-asked-for")));
        return services.BuildServiceProvider();
    }

    private static string Spell(List<(LoadResult Small, LoadResult Large)> rounds, Func<(LoadResult Small, LoadResult Large), double> of) =>
        Figures.Milliseconds(Figures.Median(rounds.Select(of)));
}
