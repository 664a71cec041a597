using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;

namespace Teleconsult.EndToEnd.Photos;

/// <summary>Photos drawn by the tests, each with what a phone's camera writes into it: place, time, owner, device.</summary>
internal sealed class Drawn
{
    private readonly IPage _easel;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _script = File.ReadAllText(Repository.In("tests", "Teleconsult.EndToEnd", "Photos", "draw.js"));

    private Drawn(IPage easel) => _easel = easel;

    public static async Task<Drawn> OpenAsync(IBrowser browser) => new(await browser.NewPageAsync());

    public Task<FilePayload> SkinAsync(int seed, bool close = false) => DrawAsync(close ? "skin-close" : "skin", seed, 1600, 1200);

    /// <param name="state"><c>before</c> or <c>after</c> cleaning, or <c>healing</c> a week later.</param>
    public Task<FilePayload> FootAsync(int seed, string state) => DrawAsync($"foot-{state}", seed, 1200, 1600);

    /// <param name="field"><c>macula</c> or <c>disc</c>.</param>
    /// <param name="side"><c>right</c> or <c>left</c>: where the disc lies tells them apart.</param>
    public Task<FilePayload> FundusAsync(int seed, string field, string side) => DrawAsync($"fundus-{field}-{side}", seed, 1200, 1200);

    /// <summary>As a fundus camera writes it: large, and hardly compressed, so that it goes as a grading copy first.</summary>
    public Task<FilePayload> CameraFundusAsync(int seed, string field, string side) => DrawAsync($"fundus-{field}-{side}", seed, 1800, 1800, 1);

    /// <summary>A photo of megabytes, for uploads that are to be cut.</summary>
    public Task<FilePayload> LargeFundusAsync(int seed) => DrawAsync("fundus-macula-right", seed, 2200, 2200);

    /// <summary>Something else that needs a browser's pictures, on the same page.</summary>
    public async Task<T> EvaluateAsync<T>(string script, object argument)
    {
        await _turn.WaitAsync();
        try
        {
            return await _easel.EvaluateAsync<T>(script, argument);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<FilePayload> DrawAsync(string kind, int seed, int width, int height, double quality = 0.9)
    {
        await _turn.WaitAsync();
        try
        {
            var jpeg = Convert.FromBase64String(await _easel.EvaluateAsync<string>(_script, new { kind, seed, width, height, quality }));
            return new FilePayload { Name = $"IMG_{seed:0000}.jpg", MimeType = "image/jpeg", Buffer = CameraBlock.Into(jpeg) };
        }
        finally
        {
            _turn.Release();
        }
    }
}
