using System.Text.Json.Nodes;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Api;

/// <summary>A password that somebody else has set opens nothing but the choice of an own one; an ended account opens nothing.</summary>
public sealed class FirstPasswordTests(RunningHost host)
{
    private const string Own = "goats eat paper boats";

    [Fact]
    public async Task A_given_password_has_to_be_changed_at_the_first_sign_in()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Requester);
        using var before = await Caller.SignInAsync(host, user.UserName!);
        var given = (await AsAdministratorAsync(new ResetPassword(user.Id, PasswordReason.Forgotten))).Password;
        (await before.GetAsync("/api/me")).Refused(401, "auth.device-revoked"); // signed out everywhere

        using var phone = Caller.Stranger(host);
        (await LoginAsync(phone, user.UserName!, given, null)).Refused(401, "auth.password-first");
        (await LoginAsync(phone, user.UserName!, given, "too short")).Refused(422, "password.short");
        (await LoginAsync(phone, user.UserName!, "not the password", Own)).Refused(401, "auth.wrong");
        var token = (await LoginAsync(phone, user.UserName!, given, Own)).Ok()["accessToken"]!.ToString();
        phone.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(user.Id.ToString(), (await phone.GetAsync("/api/me")).Ok()["id"]!.ToString());

        (await LoginAsync(phone, user.UserName!, given, "yet another long one")).Refused(401, "auth.wrong"); // worth nothing any more
        (await LoginAsync(phone, user.UserName!, Own, null)).Ok();
        Assert.DoesNotContain(given, host.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Own, host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deactivated_person_cannot_sign_in_renew_or_go_on()
    {
        var user = await SecondNetwork.AddAsync(host, Role.Specialist);
        using var phone = await Caller.SignInAsync(host, user.UserName!);
        await AsAdministratorAsync(new DeactivatePerson(user.Id, DeactivationReason.Left));

        (await phone.GetAsync("/api/me")).Refused(401, "auth.device-revoked");
        (await phone.SendAsync(HttpMethod.Post, "/api/auth/refresh", new JsonObject { ["refreshToken"] = phone.RefreshToken }, key: null)).Refused(401, "auth.signed-out");
        (await LoginAsync(phone, user.UserName!, RunningHost.Password, null)).Refused(401, "auth.wrong"); // as if there were no such name

        await AsAdministratorAsync(new ActivatePerson(user.Id));
        (await LoginAsync(phone, user.UserName!, RunningHost.Password, null)).Ok();
    }

    private async Task<T> AsAdministratorAsync<T>(IRequest<T> request)
    {
        var administrator = await SecondNetwork.AddAsync(host, Role.Administrator);
        await using var scope = host.Services.CreateAsyncScope();
        var actor = await host.Services.GetRequiredService<ActorDirectory>().FindAsync(administrator.Id, CancellationToken.None);
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(actor!, null);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private static Task<Answer> LoginAsync(Caller phone, string user, string password, string? wanted) => phone.SendAsync(HttpMethod.Post, "/api/auth/login", new JsonObject
    {
        ["email"] = user,
        ["password"] = password,
        ["newPassword"] = wanted,
        ["deviceId"] = Guid.NewGuid(),
        ["deviceName"] = "test",
    }, key: null);
}
