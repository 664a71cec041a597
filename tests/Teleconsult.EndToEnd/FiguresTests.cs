using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.Infrastructure;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A coordinator publishes months and looks at one person; that person reads it. On a desk, a phone and paper.</summary>
public sealed class FiguresTests(Stage stage)
{
    private const string Reason = "A patient's family complained about a late answer";
    private const int Months = 4;

    [Fact]
    public async Task Months_are_published_of_groups_alone_and_a_look_at_one_person_is_told_to_that_person()
    {
        await using var host = await RunningHost.StartNewAsync("figures", "--Figures:PublishOn", "0"); // published by hand here
        await host.KillAsync();
        await SeedAsync(Path.Combine(host.Data, "teleconsult.db"));
        await host.StartAsync();

        await using var desk = await stage.DeskAsync(host.Url);
        await desk.SignInAsync("coordinator");
        await desk.Page.GotoAsync(host.Url + "/times/groups");
        for (var month = 1; month <= Months; month++)
        {
            await desk.Button("times.publish").ClickAsync();
            await Expect(desk.Page.Locator(".month-notes li")).ToHaveCountAsync(month);
        }

        await Expect(desk.Button("times.publish")).ToHaveCountAsync(0); // this month is not over
        await Expect(desk.Page.Locator(".multiple .withheld").Filter(new() { HasText = Words.Of("times.withheld.few") })).ToHaveCountAsync(1);
        await Expect(desk.Page.Locator(".multiple svg.chart").First).ToBeVisibleAsync();
        await PicturesAsync(desk, "figures-groups");

        var file = await desk.Page.RunAndWaitForDownloadAsync(() => desk.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("times.csv"), Exact = true }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.StartsWith("month,table,group,name", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains(",Service,", StringComparison.Ordinal) && l.Contains(",Few,,,,,,,,", StringComparison.Ordinal));

        await desk.Page.GotoAsync(host.Url + "/times/person");
        await desk.Page.Locator("#look-person").SelectOptionAsync(new SelectOptionValue { Label = "Dr Grace Okello" });
        await desk.Page.Locator("label.choice").Filter(new() { HasText = Words.Of("times.why.complaint") }).ClickAsync();
        await desk.Page.Locator("#look-reason").FillAsync(Reason);
        await desk.Button("times.lookDo").ClickAsync();
        await Expect(desk.Page.Locator("[aria-labelledby=shown]")).ToContainTextAsync(Words.Of("times.answered"));
        await PicturesAsync(desk, "figures-person");
        await desk.Page.GotoAsync(host.Url + "/times/recorded");
        await Expect(desk.Page.Locator(".recorded")).ToContainTextAsync(Words.Of("recorded.not.1"));
        await PicturesAsync(desk, "figures-recorded");
        desk.Watch.HeardNothing();

        await using var doctor = await stage.DeskAsync(host.Url);
        await doctor.SignInAsync("dermatologist");
        await doctor.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("nav.times"), Exact = true }).ClickAsync();
        await Expect(doctor.Page.Locator(".looks")).ToContainTextAsync(Reason);
        await Expect(doctor.Page.Locator(".looks")).ToContainTextAsync("Grace Auma");
        await PicturesAsync(doctor, "figures-own");
        doctor.Watch.HeardNothing();

        await using var worker = await stage.DeskAsync(host.Url); // who asks has no other page of the console
        await worker.Page.SetViewportSizeAsync(390, 844);
        await worker.Page.GotoAsync(host.Url + "/times");
        await worker.Page.Locator("#name").FillAsync("primary.care@demo.example");
        await worker.Page.Locator("#password").FillAsync(RunningHost.Password);
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of("signIn.do") }).ClickAsync();
        await Expect(worker.Page.Locator("[aria-labelledby=own]")).ToContainTextAsync(Words.Of("times.asked"));
        await Expect(worker.Page.Locator(".looks")).ToContainTextAsync(Words.Of("times.looksNone"));
        await Expect(worker.Page.GetByRole(AriaRole.Link, new() { Name = Words.Of("times.tab.groups"), Exact = true })).ToHaveCountAsync(0);
        await worker.ShotAsync("figures-worker");
        worker.Watch.HeardNothing();
    }

    private static async Task PicturesAsync(Desk desk, string name)
    {
        foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
        {
            await desk.Page.SetViewportSizeAsync(width, height);
            foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await desk.Page.EmulateMediaAsync(new() { ColorScheme = colours });
                await desk.ShotAsync($"{name}-{width}-{colours}");
            }
        }

        await desk.Page.SetViewportSizeAsync(794, 1123); // A4
        await desk.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, Media = Media.Print });
        await desk.ShotAsync($"{name}-print");
        await desk.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await desk.Page.SetViewportSizeAsync(1280, 800);
    }

    /// <summary>The last months as the reader of the log would have written them: many people at most services, few at one.</summary>
    private static async Task SeedAsync(string path)
    {
        RuntimeHelpers.RunModuleConstructor(typeof(StorageSettings).Module.ModuleHandle); // finds SQLite's parts, as in the host
        await using var database = new SqliteConnection($"Data Source={path};Pooling=False");
        await database.OpenAsync();
        var network = (await ReadAsync(database, "select \"Id\" from networks"))[0];
        var services = await ReadAsync(database, "select \"Id\" from services order by \"Name\"");
        var places = await ReadAsync(database, "select \"Id\" from facilities order by \"Name\"");
        var doctor = (await ReadAsync(database, "select \"Id\" from \"AspNetUsers\" where \"Name\" = 'Dr Grace Okello'"))[0];
        var worker = (await ReadAsync(database, "select \"Id\" from \"AspNetUsers\" where \"UserName\" like 'primary.care%'"))[0];
        var people = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid().ToString().ToUpperInvariant()).ToList();
        var random = new Random(4);
        await using var all = await database.BeginTransactionAsync();
        for (var month = 1; month <= Months; month++)
        {
            var middle = new DateTime(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 15, 12, 0, 0, DateTimeKind.Utc).AddMonths(-month);
            for (var i = 0; i < 240; i++)
            {
                var service = i < 4 ? services.Count - 1 : i % (services.Count - 1);
                var urgency = random.Next(0, 3);
                var target = TimeSpan.FromHours(urgency switch { 2 => 4, 1 => 48, _ => 120 });
                var due = middle.AddHours(random.Next(-200, 200));
                var received = due - target;
                var took = TimeSpan.FromTicks((long)(target.Ticks * random.NextDouble() * (0.7 + (0.2 * month))));
                var answered = random.Next(20) > 0;
                var (asking, answering) = (i % 40 == 1 ? worker : people[random.Next(20)], i % 50 == 0 ? doctor : people[20 + random.Next(20)]);
                await AddAsync(database, new()
                {
                    ["Consult"] = Guid.NewGuid().ToString().ToUpperInvariant(),
                    ["Network"] = network,
                    ["Facility"] = places[i % places.Count],
                    ["Service"] = services[service],
                    ["Urgency"] = urgency,
                    ["Pathway"] = (i % 3 == 0) ? 3 : 1,
                    ["Template"] = "",
                    ["Requester"] = asking,
                    ["SentAt"] = received.AddMinutes(-random.Next(1, 90)).Ticks,
                    ["ReceivedAt"] = received.Ticks,
                    ["AllocatedAt"] = received.Ticks,
                    ["ClaimedAt"] = (received + (took / 3)).Ticks,
                    ["ClaimedBy"] = answering,
                    ["ClaimedServiceTicks"] = (took / 5).Ticks,
                    ["FirstResponseAt"] = (received + (took / 2)).Ticks,
                    ["FirstResponseBy"] = answering,
                    ["FirstResponseServiceTicks"] = (took / 4).Ticks,
                    ["AdvisedAt"] = answered ? (received + took).Ticks : null,
                    ["AdvisedBy"] = answered ? answering : null,
                    ["AdvisedServiceTicks"] = answered ? (took / 2).Ticks : null,
                    ["HasActions"] = 1,
                    ["ReadAt"] = answered ? (received + took).AddHours(random.Next(1, 30)).Ticks : null,
                    ["TimesAsked"] = 0,
                    ["RequesterTurnTicks"] = 0,
                    ["AdviceTargetTicks"] = target.Ticks,
                    ["AdviceDue"] = due.Ticks,
                });
            }
        }

        await all.CommitAsync();
    }

    private static async Task AddAsync(SqliteConnection database, Dictionary<string, object?> values)
    {
        await using var add = database.CreateCommand();
        add.CommandText = $"insert into response_times ({string.Join(", ", values.Keys.Select(k => $"\"{k}\""))}) values ({string.Join(", ", values.Keys.Select(k => "@" + k))})";
        foreach (var (key, value) in values)
        {
            add.Parameters.AddWithValue("@" + key, value ?? DBNull.Value);
        }

        await add.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection database, string query)
    {
        await using var command = database.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
