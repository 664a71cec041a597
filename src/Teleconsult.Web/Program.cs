using Teleconsult.Application.Simulation;
using Teleconsult.Web;
using Teleconsult.Web.Api;
using Teleconsult.Web.Console;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Hubs;
using Teleconsult.Web.Security;
using Teleconsult.Web.Setup;

if (args is [SimulationCommand.Name, .. var wishes])
{
    return SimulationCommand.Run(wishes, System.Console.Out, System.Console.Error);
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.WebHost.UseStaticWebAssets(); // an unpublished run outside Development would answer 200 with empty bodies
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.AddSecrets();
    builder.AddHost(HostSettings.Read(builder.Configuration, builder.Environment.ContentRootPath));

    var app = builder.Build();
    app.UseKnownProxies();
    app.UseExceptionHandler(_ => { });
    Problems.UseBareStatuses(app);
    app.UseFaces();
    app.UseReaderLanguage();
    app.UseRouting(); // after the faces, which may change the path
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseCaller();
    app.UseIdempotency();
    app.UseAntiforgery();
    app.MapStaticAssets().AllowAnonymous();
    app.MapApi();
    app.MapHub<ConsultsHub>("/hubs/consults", hub => hub.CloseOnAuthenticationExpiration = true);
    app.MapConsole();
    app.MapHealth();

    await app.PrepareAsync();
    await app.RunAsync();
    return 0;
}
catch (WrongSetting wrong)
{
    await System.Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}

/// <summary>The host; public for tests.</summary>
public partial class Program;
