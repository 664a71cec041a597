using Npgsql;
using Teleconsult.Infrastructure.Persistence.PostgreSql;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Persistence;

/// <summary>Every connection prepares statements and is bounded by the server, unless the connection string says otherwise.</summary>
public sealed class PostgreSqlConnectionTests
{
    [Fact]
    public void A_plain_connection_string_gets_what_a_node_needs()
    {
        var made = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete("Host=db;Database=teleconsult;Username=app"));

        Assert.Equal((100, "teleconsult"), (made.MaxAutoPrepare, made.ApplicationName));
        Assert.Equal("-c statement_timeout=5s -c idle_in_transaction_session_timeout=5s", made.Options);
        Assert.Equal(("db", "teleconsult", "app"), (made.Host, made.Database, made.Username));
    }

    [Fact]
    public void What_it_says_itself_wins()
    {
        var made = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete(
            "Host=db;Database=teleconsult;Max Auto Prepare=0;Application Name=node-1;Options=-c statement_timeout=60s"));

        Assert.Equal((0, "node-1"), (made.MaxAutoPrepare, made.ApplicationName));
        Assert.Equal("-c statement_timeout=60s -c idle_in_transaction_session_timeout=5s", made.Options);
    }
}
