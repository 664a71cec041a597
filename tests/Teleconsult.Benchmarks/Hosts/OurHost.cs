using System.Net.Http.Json;
using System.Text.Json;
using Teleconsult.Benchmarks.Load;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>The real host in a process of its own, on a new folder, with the demo network.</summary>
internal sealed class OurHost : IAsyncDisposable
{
    private const string Password = "only-for-benchmarks";
    private static readonly string[] Requesters = ["primary.care", "community.worker", "home.care", "emergency.doctor"];

    private readonly ChildProcess _process;

    private OurHost(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public TimeSpan Worked => _process.Worked;

    /// <summary>One signed-in phone for each demo requester.</summary>
    public IReadOnlyList<Phone> Phones { get; private set; } = [];

    /// <summary>A bearer token of the dermatologist.</summary>
    public string SpecialistToken { get; private set; } = "";

    public static string SpecialistName => "dermatologist@demo.example";

    public static string SpecialistPassword => Password;

    /// <summary>
    /// Seeds in Development, which is the only environment that does, then runs as outside of it: with the checks and the
    /// logging that a service in use has.
    /// </summary>
    /// <param name="environment">Variables of the measured host.</param>
    /// <param name="both">Of the seeding one too.</param>
    public static async Task<OurHost> StartAsync(string folder, IReadOnlyDictionary<string, string>? environment = null, bool both = false)
    {
        var address = Loopback.FreeAddress();
        await using (var seeding = Start(folder, address, "Development", both ? environment : null))
        {
            await Loopback.WaitUntilReadyAsync(new Uri(address, "health/ready"), seeding, TimeSpan.FromSeconds(300));
        }

        var process = Start(folder, address, "Staging", environment);
        var host = new OurHost(process, address);
        try
        {
            await Loopback.WaitUntilReadyAsync(new Uri(address, "health/ready"), process, TimeSpan.FromSeconds(300));
            await host.SignInAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The dermatologist's program at the API.</summary>
    public HttpClient Specialist() => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new("Bearer", SpecialistToken) },
    };

    /// <summary>Where the log stands for the dermatologist.</summary>
    public async Task<string> CursorAsync()
    {
        using var client = Specialist();
        return (await client.GetFromJsonAsync<JsonElement>("api/worklist?limit=1")).GetProperty("cursor").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in Phones)
        {
            phone.Dispose();
        }

        await _process.DisposeAsync();
    }

    private static ChildProcess Start(string folder, Uri address, string environment, IReadOnlyDictionary<string, string>? more)
    {
        var program = Path.Combine(Repository.Root, "src", "Teleconsult.Web", "bin", Repository.Configuration, "net10.0", "Teleconsult.Web.dll");
        var variables = new Dictionary<string, string>(more ?? new Dictionary<string, string>()) { ["ASPNETCORE_ENVIRONMENT"] = environment };
        return ChildProcess.Start(
            "dotnet",
            [program, "--urls", address.ToString().TrimEnd('/'), "--Data:Folder", folder, "--Demo:Password", Password],
            variables,
            Path.Combine(Repository.Root, "src", "Teleconsult.Web"));
    }

    private async Task SignInAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var tokens = new List<string>();
        foreach (var requester in Requesters)
        {
            tokens.Add(await TokenAsync(client, requester + "@demo.example"));
        }

        SpecialistToken = await TokenAsync(client, SpecialistName);
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens[0]);
        var me = await client.GetFromJsonAsync<JsonElement>("api/me");
        var service = me.GetProperty("services").EnumerateArray().First(s => s.GetProperty("name").GetString() == "Dermatology").GetProperty("id").GetGuid();
        Phones = [.. tokens.Select(token => new Phone(Address, token, service))];
    }

    private static async Task<string> TokenAsync(HttpClient client, string name)
    {
        var login = new { email = name, password = Password, deviceId = Guid.NewGuid(), deviceName = "benchmark" };
        using var answer = await client.PostAsJsonAsync("api/auth/login", login);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }
}
