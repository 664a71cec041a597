using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Persistence;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Xunit;

namespace Teleconsult.Web.Tests.Support;

/// <summary>People who were never in the demo network: strangers of every role, and accounts to spoil.</summary>
internal static class SecondNetwork
{
    public static readonly NetworkId Id = new(Guid.CreateVersion7());

    public static async Task<TeleconsultUser> AddAsync(RunningHost host, Role role, NetworkId? network = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TeleconsultDb>();
        var place = new FacilityId(Guid.CreateVersion7());
        if (await db.Networks.FindAsync(Id) is null)
        {
            db.Networks.Add(new NetworkRow { Id = Id, Name = "Another network" });
        }

        db.Facilities.Add(new FacilityRow { Id = place, Network = Id, Name = "Far away" });
        await db.SaveChangesAsync();
        var user = new TeleconsultUser { Id = Guid.CreateVersion7(), Name = "A stranger", Network = network ?? Id, LockoutEnabled = true };
        user.UserName = $"user-{user.Id:n}";
        user.Assignments.Add(new AssignmentRow { Role = role, Facility = place, Service = new ServiceId(Guid.CreateVersion7()) });
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<TeleconsultUser>>().CreateAsync(user, RunningHost.Password)).Succeeded);
        return user;
    }
}
