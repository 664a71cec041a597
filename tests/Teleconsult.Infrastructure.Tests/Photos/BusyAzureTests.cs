using System.Net;
using System.Net.Sockets;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Infrastructure.Photos.AzureBlob;
using Xunit;

namespace Teleconsult.Infrastructure.Tests.Photos;

/// <summary>
/// Answers that Azurite cannot be brought to give: no room, no right, too busy. A small server gives them, as Azure documents them
/// (Common REST API error codes; Blob service error codes).
/// </summary>
public sealed class BusyAzureTests : IDisposable
{
    private readonly HttpListener _azure = new();
    private readonly AzureBlobPhotoStore _store;
    private int _status;
    private string _code = "";
    private string? _retryAfter;
    private int _asked;

    public BusyAzureTests()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        _azure.Prefixes.Add($"http://127.0.0.1:{port}/");
        _azure.Start();
        _ = AnswerAsync();
        _store = new AzureBlobPhotoStore(new AzureBlobOptions
        {
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=QUFBQQ==;BlobEndpoint=http://127.0.0.1:{port}/a;",
        });
    }

    [Theory]
    [InlineData(403, "InsufficientAccountPermissions")]
    [InlineData(403, "AccountIsDisabled")]
    [InlineData(409, "BlockCountExceedsLimit")]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(503, "ServerBusy")]
    [InlineData(507, "InsufficientStorage")]
    public async Task Full_busy_or_forbidden_is_a_store_that_cannot_be_used_now_whoever_asks(int status, string code)
    {
        (_status, _code) = (status, code);

        await Assert.ThrowsAsync<PhotoStoreUnavailable>(SaveAsync);
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => _store.CheckAsync(Stop));
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => _store.MarkAsync(Stop));
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => _store.OpenAsync(new PhotoId(Guid.CreateVersion7()), Key, new byte[32], Stop));
        await Assert.ThrowsAsync<PhotoStoreUnavailable>(() => _store.DeleteAsync(Key, Stop));
    }

    [Fact]
    public async Task A_time_that_Azure_names_is_passed_on_instead_of_waited_for()
    {
        (_status, _code, _retryAfter) = (503, "ServerBusy", "40");

        var busy = await Assert.ThrowsAsync<PhotoStoreUnavailable>(SaveAsync);

        Assert.Equal(TimeSpan.FromSeconds(40), busy.RetryAfter);
        Assert.Equal(1, _asked); // a phone waits at the other end
    }

    [Theory]
    [InlineData("86400", 60)]
    [InlineData("Fri, 20 Nov 2026 12:00:00 GMT", null)]
    public async Task A_time_that_is_too_long_or_none_is_not_passed_on_as_it_is(string said, int? seconds)
    {
        (_status, _code, _retryAfter) = (403, "AccountIsDisabled", said);

        Assert.Equal(seconds, (int?)(await Assert.ThrowsAsync<PhotoStoreUnavailable>(SaveAsync)).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Without_a_time_it_is_tried_three_times_and_then_told()
    {
        (_status, _code) = (503, "ServerBusy");

        Assert.Null((await Assert.ThrowsAsync<PhotoStoreUnavailable>(SaveAsync)).RetryAfter);
        Assert.Equal(3, _asked);
    }

    public void Dispose()
    {
        _store.Dispose();
        _azure.Close();
    }

    private const string Key = "2026/11/20/12/00000000000000000000000000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<StoredPhoto> SaveAsync() => _store.SaveAsync(new PhotoId(Guid.CreateVersion7()), DateTimeOffset.UtcNow, new byte[32], s => s.WriteByte(1), Stop);

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await _azure.GetContextAsync();
                _asked++;
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.StatusCode = _status;
                context.Response.Headers["x-ms-error-code"] = _code;
                if (_retryAfter is not null)
                {
                    context.Response.Headers["Retry-After"] = _retryAfter;
                }

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // the test has ended
        }
    }
}
