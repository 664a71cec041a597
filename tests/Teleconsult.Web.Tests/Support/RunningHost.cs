using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

[assembly: AssemblyFixture(typeof(Teleconsult.Web.Tests.Support.RunningHost))]

namespace Teleconsult.Web.Tests.Support;

/// <summary>The real host on Kestrel with the demo network, in a folder of its own. One for all tests: each makes its own cases.</summary>
public class RunningHost : IAsyncLifetime
{
    public const string Password = "only for these tests";
    private readonly string _folder = Directory.CreateTempSubdirectory("teleconsult-host-").FullName;
    private Factory? _factory;

    internal HostClock Clock { get; } = new();

    internal KeptLog Log { get; } = new();

    internal IServiceProvider Services => _factory!.Services;

    internal Uri Address => _factory!.ClientOptions.BaseAddress;

    /// <summary>Its running data: a folder of its own, or of the node that it works beside.</summary>
    internal string Folder => Beside?.Folder ?? _folder;

    /// <summary>Another node of the same product, which lives longer; null: it is alone.</summary>
    internal RunningHost? Beside { get; init; }

    /// <summary>Connection string of the database; null: SQLite in the folder.</summary>
    internal string? Connection { get; set; }

    /// <summary>What a test changes of the host before it starts.</summary>
    internal Action<IServiceCollection>? Change { get; init; }

    /// <summary>Settings beside those that every test has.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public virtual async ValueTask InitializeAsync()
    {
        _factory = new Factory(this);
        _factory.UseKestrel(0);
        await Task.Run(_factory.StartServer);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Factory(RunningHost host) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("Data:Folder", host.Folder);
            builder.UseSetting("Demo:Password", Password);
            builder.UseSetting("ConnectionStrings:Teleconsult", host.Connection);
            foreach (var (key, value) in host.Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(host.Clock);
                services.AddSingleton<ILoggerProvider>(host.Log);
                services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
                host.Change?.Invoke(services);
            });
        }
    }
}

/// <summary>The system's clock, which a test can move forward. Thread-safe.</summary>
internal sealed class HostClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}

/// <summary>Everything that the host writes to its log, with the values it was given.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Writer(string category, System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
    }
}
