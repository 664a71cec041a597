using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Radzen;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Persistence;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Parts;
using Teleconsult.Web.Security;

namespace Teleconsult.Web.Console;

/// <summary>The console's own parts in the host. Needs Identity's cookie scheme and the application's services.</summary>
public static class ConsoleSetup
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery();
        services.AddSingleton<Languages>();
        services.AddSingleton<Application.Ports.IAlertWords, AlertWords>();
        services.AddScoped(p => p.GetRequiredService<Languages>().Of(CultureInfo.CurrentUICulture.Name));
        services.AddScoped(p => IntakeForms.In(p.GetRequiredService<Words>().Culture.Name));
        services.AddScoped<Browser>();
        services.AddScoped<CircuitPerson>();
        services.AddScoped<IConsoleGateway, ConsoleGateway>();
        services.AddScoped<ILiveNews, LiveNews>();
        services.AddScoped<ICaseCompanion, CaseCompanion>();
        services.AddScoped<Account.DoorKeeper>();
        services.AddScoped<InvitationDoor>();
        services.AddScoped<Bell.BellState>();
        services.AddScoped<Worklist.WorklistPlace>();
        services.AddScoped<Undoing>();
        ConsoleAccess.Add(services);
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/not-for-you";
            cookie.ReturnUrlParameter = "returnUrl";
        });
        return services;
    }

    public static void MapConsole(this WebApplication app)
    {
        app.MapPost("/sign-out", async (HttpContext http, IAntiforgery forgery, IMediator mediator, SignInManager<TeleconsultUser> people) =>
        {
            await forgery.ValidateRequestAsync(http);
            await mediator.Send(new EndPushHere(), http.RequestAborted);
            await people.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(ConsoleAccess.Account).ExcludeFromDescription();
        app.MapPost("/language", async (HttpContext http, IAntiforgery forgery, IMediator mediator) =>
        {
            if (!await forgery.IsRequestValidAsync(http))
            {
                return Results.BadRequest();
            }

            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (ReaderLanguage.Choose(http, form["language"]) && http.User.UserId() is not null)
            {
                await mediator.Send(new ChooseLanguage(form["language"]!), http.RequestAborted);
            }

            return Results.LocalRedirect(LocalPath.Of(form["returnUrl"]));
        }).AllowAnonymous().ExcludeFromDescription(); // a stranger chooses at the sign-in page
        Times.FiguresCsv.Map(app);
        // The frame-ancestors policy stands in Faces, with the rest.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null).Add(ShutUnlessSaid);
    }

    /// <summary>The circuit's own endpoints name no policy: they are for people who are signed in. Pages name their own.</summary>
    private static void ShutUnlessSaid(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.Any(m => m is IAuthorizeData or IAllowAnonymous))
        {
            endpoint.Metadata.Add(new AuthorizeAttribute(ConsoleAccess.Account));
        }
    }
}
