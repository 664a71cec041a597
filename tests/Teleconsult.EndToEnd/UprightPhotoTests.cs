using System.Net;
using Microsoft.Playwright;
using Teleconsult.EndToEnd.Parts;
using Teleconsult.EndToEnd.Photos;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Teleconsult.EndToEnd;

/// <summary>A photo stands upright on every screen, in whichever of the eight ways the camera was held (DESIGN §5 rule 7).</summary>
public sealed class UprightPhotoTests(Stage stage)
{
    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    public async Task What_the_server_stored_stands_upright_in_all_eight_orientations(string type)
    {
        using var api = await Api.SignInAsync(stage.Host.Url, "community.worker");
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var photo = await api.UploadPhotoAsync(await Turned.DrawAsync(stage.Drawn, type, orientation));

            var stored = await api.BytesAsync($"/api/photos/{photo}");

            Assert.Equal((orientation, Turned.Upright), (orientation, await Turned.LookAsync(stage.Drawn, type, stored)));
        }
    }

    [Fact]
    public async Task A_WebP_that_would_not_stand_upright_is_refused_by_the_server()
    {
        using var api = await Api.SignInAsync(stage.Host.Url, "community.worker");
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (photo, bytes) = (Guid.CreateVersion7(), await Turned.DrawAsync(stage.Drawn, "image/webp", orientation));

            using var answer = await api.TryUploadPhotoAsync(photo, bytes);

            if (orientation == 1)
            {
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                Assert.Equal(Turned.Upright, await Turned.LookAsync(stage.Drawn, "image/webp", await api.BytesAsync($"/api/photos/{photo}")));
                continue;
            }

            // The day a browser turns it, this refusal can go.
            Assert.NotEqual(Turned.Upright, await Turned.LookAsync(stage.Drawn, "image/webp", bytes));
            Assert.Equal("photo.webp-turned", (await Api.Json(answer))["code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task The_phone_brings_each_of_the_eight_upright_before_it_sends()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("home.care");
        using var api = await Api.SignInAsync(stage.Host.Url, "home.care");
        foreach (var (type, orientations) in new[] { ("image/webp", new[] { 2, 3, 4, 5, 6, 7, 8, 1 }), ("image/png", [6, 3]) })
        {
            foreach (var two in orientations.Chunk(2))
            {
                var question = $"Upright from {type} {two[0]} and {two[1]}?";
                await phone.SendCaseAsync("general-dermatology", new("U.P.", 40, "unknown"), question, [.. await Task.WhenAll(two.Select(o => FileAsync(type, o)))]);
                await Expect(phone.Headline).ToHaveTextAsync(Words.Like("line.complete"));
                await phone.HomeAsync();
                foreach (var photo in Assert.Single(await api.CasesAskingAsync(question))["photos"]!.AsArray())
                {
                    Assert.Equal(Turned.Upright, await Turned.LookAsync(stage.Drawn, "", await api.BytesAsync($"/api/photos/{photo!["id"]}")));
                }
            }
        }
    }

    [Fact]
    public async Task The_phone_says_what_a_file_is_that_is_no_photo()
    {
        await using var phone = await stage.PhoneAsync();
        await phone.SignInAsync("emergency.doctor");
        await phone.BeginAsync("general-dermatology", new("N.P.", 40, "unknown"));
        await phone.AskAsync("Is this a photo?");
        var fromPhone = phone.Page.Locator(".dock").GetByRole(AriaRole.Button, new() { Name = Words.Of("photos.fromPhone") });
        foreach (var (format, start) in new[] { ("heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"), ("gif", "GIF89a"), ("pdf", "%PDF-1.7"), ("svg", "<svg xmlns='http://www.w3.org/2000/svg'/>") })
        {
            await Phone.ChooseAsync(fromPhone, new() { Name = "IMG_0001.jpg", MimeType = "image/jpeg", Buffer = System.Text.Encoding.Latin1.GetBytes(start) });

            await Expect(phone.Page.Locator("main")).ToContainTextAsync(Words.Of($"refusal.photo.not-jpeg.{format}"));
        }
    }

    private async Task<FilePayload> FileAsync(string type, int orientation) =>
        new() { Name = $"IMG_{orientation}.{type[6..]}", MimeType = type, Buffer = await Turned.DrawAsync(stage.Drawn, type, orientation) };
}
