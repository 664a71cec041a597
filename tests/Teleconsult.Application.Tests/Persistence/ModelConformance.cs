using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Tests.Support;
using Xunit;

namespace Teleconsult.Application.Tests.Persistence;

/// <summary>The migrations make the database that the model means, on every database.</summary>
public abstract class ModelConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task The_model_has_not_drifted_from_its_migrations()
    {
        await using var node = new Node(database);
        Assert.False(await node.InDbAsync(db => Task.FromResult(db.Database.HasPendingModelChanges())));
    }

    [Fact]
    public async Task All_migrations_apply_to_an_empty_database_and_again_change_nothing()
    {
        await using var node = new Node(database);
        Assert.Empty(await node.InDbAsync(db => db.Database.GetPendingMigrationsAsync()));
        Assert.NotEmpty(await node.InDbAsync(db => db.Database.GetAppliedMigrationsAsync()));
        await node.InDbAsync(db => db.Database.MigrateAsync());
    }
}
