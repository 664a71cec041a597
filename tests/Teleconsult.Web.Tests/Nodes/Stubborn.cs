using System.Net;
using Teleconsult.Web.Tests.Support;
using Xunit;

namespace Teleconsult.Web.Tests.Nodes;

/// <summary>A client that does what the field app does when there is no answer: the same again, until there is one.</summary>
internal static class Stubborn
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Tries until something answers that is neither the balancer's word for "gone" nor "come again".</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, Func<HttpRequestMessage> request)
    {
        for (var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds; ; await Task.Delay(Pause))
        {
            Assert.True(Environment.TickCount64 < until, "Nobody answers any more.");
            try
            {
                using var sent = request();
                var answer = await http.SendAsync(sent);
                if (answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.Locked))
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // Cut off: whether it has happened, only the same request again tells.
            }
        }
    }

    /// <summary>A write or a reading of the API, in JSON.</summary>
    public static async Task<Answer> SendAsync(HttpClient http, HttpMethod method, string path, byte[]? body = null, Guid? key = null, string? ifMatch = null)
    {
        using var answer = await SendAsync(http, () =>
        {
            var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            }

            if (key is { } value)
            {
                request.Headers.Add("Idempotency-Key", value.ToString());
            }

            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            return request;
        });
        return await Answer.ReadAsync(answer);
    }
}
