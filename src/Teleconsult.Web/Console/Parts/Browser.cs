using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Teleconsult.Web.Console.Parts;

/// <summary>What only the browser can do, through one small module. A browser that is gone is no error: the circuit ends soon.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private readonly Dictionary<object, int> _listening = [];
    private Task<IJSObjectReference>? _module;
    private int _turn;

    public ValueTask ShowDialog(ElementReference dialog) => Call("showDialog", dialog);

    /// <summary>Brings the selected row into sight without moving more than needed.</summary>
    public ValueTask Reveal(string id) => Call("reveal", id);

    public ValueTask Focus(string selector) => Call("focus", selector);

    /// <summary>Whether nobody need be there: the window is hidden, or the page came back by itself and nobody has touched it since.</summary>
    public ValueTask<bool> IsUnattended() => Ask<bool>("isUnattended");

    /// <summary>Keys pressed outside a text field arrive at <c>OnKey</c> of <paramref name="receiver"/> until another listens, or this one is told to stop.</summary>
    public ValueTask ListenToKeys<T>(DotNetObjectReference<T> receiver, params string[] keys)
        where T : class => Call("listenToKeys", receiver, keys, Turn(receiver));

    /// <summary>
    /// As <see cref="ListenToKeys"/>, at <c>OnCaseKey</c>, with the case that was on the screen when the key was pressed (data-key-scope):
    /// a key that is on its way while the next case comes must not act on that one.
    /// </summary>
    public ValueTask ListenToCaseKeys<T>(DotNetObjectReference<T> receiver, params string[] keys)
        where T : class => Call("listenToCaseKeys", receiver, keys, Turn(receiver));

    /// <summary>A page that goes often does so after the next one has come: it ends its own listening alone.</summary>
    public ValueTask StopListening(object receiver) => _listening.Remove(receiver, out var turn) ? Call("stopListening", turn) : ValueTask.CompletedTask;

    /// <summary>Help, search and the jumps between pages, as long as the layout lives: <c>OnHelp</c> and <c>OnSearch</c> of <paramref name="receiver"/>.</summary>
    public ValueTask ListenEverywhere<T>(DotNetObjectReference<T> receiver)
        where T : class => Call("listenEverywhere", receiver);

    public ValueTask StopListeningEverywhere() => Call("stopListeningEverywhere");

    /// <summary>Whether the person has switched single keys off at this browser (WCAG 2.1.4).</summary>
    public ValueTask<bool> SingleKeysAreOff() => Ask<bool>("singleKeysAreOff");

    public ValueTask SwitchSingleKeys(bool on) => Call("switchSingleKeys", on);

    /// <summary>A stroke in a text field offers these until they are withdrawn, in this order.</summary>
    public ValueTask OfferPhrases(IReadOnlyList<Application.Phrases.Phrase> phrases, string label, string none) => Call("offerPhrases", phrases, label, none);

    public ValueTask WithdrawPhrases() => Call("withdrawPhrases");

    private int Turn(object receiver) => _listening[receiver] = ++_turn;

    /// <summary>Typing in the composer is mirrored in this tab's session storage until the server says that it is saved.</summary>
    /// <param name="revision">The draft that is gone on from; null for none.</param>
    public ValueTask WatchDraft(string consult, ElementReference form, Guid? revision = null) => Call("watchDraft", consult, form, revision);

    /// <summary>What the tab holds that the server never confirmed: field names with their values; null for nothing.</summary>
    public async ValueTask<DraftShadow?> ReadShadow(string consult) => await Ask<DraftShadow?>("readShadow", consult);

    /// <summary>The server has everything up to <paramref name="stamp"/>, as <paramref name="revision"/>; later typing stays shadowed.</summary>
    public ValueTask DraftSaved(string consult, long stamp, Guid revision) => Call("draftSaved", consult, stamp, revision);

    /// <summary>How far the tab has typed, just before that is saved as <paramref name="revision"/>.</summary>
    public ValueTask<long> DraftStamp(string consult, Guid revision) => Ask<long>("draftStamp", consult, revision);

    /// <param name="revision">The draft that further typing goes on from; null for none.</param>
    public ValueTask ForgetDraft(string consult, Guid? revision = null) => Call("forgetDraft", consult, revision);

    // A circuit that ends before its browser has come, as after a reload at once, answers with InvalidOperationException.
    private async ValueTask Call(string name, params object?[] arguments)
    {
        try
        {
            await (await Module()).InvokeVoidAsync(name, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
        }
    }

    private async ValueTask<T> Ask<T>(string name, params object?[] arguments)
    {
        try
        {
            return await (await Module()).InvokeAsync<T>(name, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            return default!;
        }
    }

    private Task<IJSObjectReference> Module() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./console/page.js").AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await (await _module).DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
            }
        }
    }
}

/// <param name="At">When it was typed, by the browser's clock in milliseconds.</param>
/// <param name="Base">The draft's revision that the typing went on from; null where there was none.</param>
/// <param name="Trying">The revision that was being saved last: it may have been kept although its answer never came.</param>
public sealed record DraftShadow(IReadOnlyDictionary<string, string> Fields, long At, Guid? Base = null, Guid? Trying = null)
{
    /// <summary>Whether nobody else has saved since: <paramref name="kept"/> is what this tab went on from, or what it saved itself.</summary>
    public bool GoesOnFrom(Guid? kept) => kept is null || kept == Base || kept == Trying;
}
