using Teleconsult.Application.Live;
using Teleconsult.Web.Console.Gateway;

namespace Teleconsult.Web.Console.Case;

// Who else has the case open and who types: heard while the page lasts, and kept nowhere.
public sealed partial class CasePage
{
    private Company _company = null!;
    private IAsyncDisposable? _visit;

    private void EnterCompany()
    {
        var consult = _case!.Id;
        _visit ??= Companion.Enter(consult, told => InvokeAsync(async () =>
        {
            if (_case?.Id == told.Consult && told.Kind is SignalKind.Changed)
            {
                await Load();
            }
            else if (_case?.Id == told.Consult)
            {
                _company.Take(told);
                StateHasChanged();
            }
        }));
    }

    private async Task LeaveCompany()
    {
        var visit = _visit;
        _visit = null;
        _company.Clear();
        if (visit is not null)
        {
            await visit.DisposeAsync();
        }
    }

    // Who types or is here goes by itself: nobody says that they have stopped.
    private async Task ForgetCompany()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                if (!_company.IsAlone)
                {
                    await InvokeAsync(() =>
                    {
                        if (_company.Forget())
                        {
                            StateHasChanged();
                        }
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
