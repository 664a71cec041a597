using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>A line from this node to the others through the database: connections of their own, made anew when they are lost.</summary>
internal abstract class NodeLine(string connectionString) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected abstract void Lost(string why);

    /// <summary>Does its work on a connection of its own, and again on a new one when that is lost.</summary>
    protected async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Lost(e.Message);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    protected async Task<NpgsqlConnection> OpenAsync(string name, string options, CancellationToken cancellationToken)
    {
        // Not of the pool: it lives as long as the node, and asks every half minute whether the server is still there.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 30, ApplicationName = name };
        settings.Options = $"{settings.Options} {options}".Trim();
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
