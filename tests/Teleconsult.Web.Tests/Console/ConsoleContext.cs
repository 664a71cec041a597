using Bunit;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Teleconsult.Application.Live;
using Teleconsult.Application.Ports;
using Teleconsult.Web.Console.Bell;
using Teleconsult.Web.Console.Case;
using Teleconsult.Web.Console.Gateway;
using Teleconsult.Web.Console.Language;
using Teleconsult.Web.Console.Parts;

namespace Teleconsult.Web.Tests.Console;

/// <summary>Components with their words and times, over a gateway and news that the test answers.</summary>
public abstract class ConsoleContext : BunitContext
{
    protected ConsoleContext()
    {
        Words = Words.Load("en");
        Clock = new ManualClock(Sample.Now);
        DefaultWaitTimeout = TimeSpan.FromSeconds(30); // for a busy machine; a quick one never waits this long
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(Words);
        Services.AddSingleton(IntakeForms.In("en"));
        Services.AddSingleton(new Languages(Languages.Known(), null, development: true));
        Services.AddSingleton<Application.Intake.Templates>();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<IConsoleGateway>(Gateway);
        Services.AddSingleton<ILiveNews>(News);
        Services.AddSingleton<ICaseCompanion>(Companion);
        Services.AddScoped<Browser>();
        Services.AddScoped<BellState>();
        Services.AddScoped<Web.Console.Worklist.WorklistPlace>();
        Services.AddScoped<Undoing>();
        Services.AddRadzenComponents();
        RenderTree.Add<CascadingValue<ReaderTime>>(p => p.Add(v => v.Value, Time).Add(v => v.IsFixed, true));
        var module = JSInterop.SetupModule("./console/page.js");
        module.Mode = JSRuntimeMode.Loose;
        Page = module;
        JSInterop.SetupModule("./_content/Radzen.Blazor/Radzen.Blazor.min.js").Mode = JSRuntimeMode.Loose;
        JSInterop.Setup<Radzen.Blazor.Rendering.Rect>("Radzen.createResizable", _ => true).SetResult(new Radzen.Blazor.Rendering.Rect { Width = 1000, Height = 600 });
    }

    protected Words Words { get; }

    internal ManualClock Clock { get; }

    internal FakeGateway Gateway { get; } = new();

    internal FakeNews News { get; } = new();

    internal FakeCompanion Companion { get; } = new();

    protected BunitJSModuleInterop Page { get; }

    protected ReaderTime Time => new(Words, TimeZoneInfo.Utc);
}

/// <summary>Answers by the type of the request and remembers what was sent.</summary>
internal sealed class FakeGateway : IConsoleGateway
{
    private readonly Dictionary<Type, Func<object, object?>> _answers = [];

    public List<object> Sent { get; } = [];

    public void Answer<TRequest, T>(Func<TRequest, T> answer)
        where TRequest : IRequest<T> => _answers[typeof(TRequest)] = r => answer((TRequest)r);

    public void Refuse<TRequest>(string code) => _answers[typeof(TRequest)] = _ => new Refusal(code, new Dictionary<string, object>());

    public void RefuseOnce<TRequest, T>(string code, Func<TRequest, T> then)
        where TRequest : IRequest<T> => _answers[typeof(TRequest)] = _ =>
        {
            Answer(then);
            return new Refusal(code, new Dictionary<string, object>());
        };

    public IEnumerable<T> Of<T>() => Sent.OfType<T>();

    public Task<Answer<T>> Send<T>(IRequest<T> request, CancellationToken cancellationToken = default)
    {
        Sent.Add(request);
        var answer = _answers.TryGetValue(request.GetType(), out var known) ? known(request) : Refusal.Unknown;
        return Task.FromResult(answer is Refusal refused ? new Answer<T>(default, refused) : new Answer<T>((T?)answer, null));
    }
}

/// <summary>Company that a test brings, and what was said of this screen.</summary>
internal sealed class FakeCompanion : ICaseCompanion
{
    private Func<CaseCompany, Task> _tell = _ => Task.CompletedTask;

    public List<Guid> Typed { get; } = [];

    public IAsyncDisposable Enter(Guid consult, Func<CaseCompany, Task> tell)
    {
        _tell = tell;
        return new Left();
    }

    public Task Typing(Guid consult)
    {
        Typed.Add(consult);
        return Task.CompletedTask;
    }

    public Task Tell(Guid consult, SignalKind kind, string by) => _tell(new CaseCompany(consult, new Guid(by.Length, 0, 0, new byte[8]), kind, by));

    private sealed class Left : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>News that a test tells.</summary>
internal sealed class FakeNews : ILiveNews
{
    private Func<News, Task> _tell = _ => Task.CompletedTask;

    public IAsyncDisposable Follow(Func<News, Task> tell)
    {
        _tell = tell;
        _ = tell(new News([], Reload: true));
        return new Nothing();
    }

    public Task Tell(Guid consult, long number = 127, bool removed = false) =>
        _tell(new News([new Notice("c", consult, number, 1, 1, "consultClaimed", Sample.Now, null, removed)], Reload: false));

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
