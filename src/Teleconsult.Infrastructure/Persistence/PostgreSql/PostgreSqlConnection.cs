using System.Data.Common;
using Npgsql;

namespace Teleconsult.Infrastructure.Persistence.PostgreSql;

/// <summary>How every connection to PostgreSQL is set. What the connection string says itself, wins.</summary>
internal static class PostgreSqlConnection
{
    /// <summary>
    /// A writer that stands still after its insert holds the log's readers up: the server ends it after 5 seconds. In the start-up
    /// packet, not by SET: the pool resets a connection to what its start-up packet said.
    /// </summary>
    private static readonly (string Name, string Value)[] Bounds = [("statement_timeout", "5s"), ("idle_in_transaction_session_timeout", "5s")];

    /// <exception cref="ArgumentException">It is no connection string of PostgreSQL.</exception>
    public static string Complete(string text)
    {
        // Without prepared statements a third of the commits a second are lost.
        var connection = new NpgsqlConnectionStringBuilder { MaxAutoPrepare = 100 };
        var said = new DbConnectionStringBuilder { ConnectionString = text };
        foreach (string key in said.Keys)
        {
            connection[key] = said[key];
        }


        connection.ApplicationName ??= "teleconsult";
        foreach (var (name, value) in Bounds.Where(b => connection.Options?.Contains(b.Name, StringComparison.Ordinal) != true))
        {
            connection.Options = $"{connection.Options} -c {name}={value}".Trim();
        }

        return connection.ToString();
    }
}
