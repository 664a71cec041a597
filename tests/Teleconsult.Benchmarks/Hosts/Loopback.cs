using System.Net;
using System.Net.Sockets;

namespace Teleconsult.Benchmarks.Hosts;

/// <summary>Addresses on this machine only.</summary>
internal static class Loopback
{
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public static async Task WaitUntilReadyAsync(Uri address, ChildProcess process, TimeSpan most)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var until = DateTime.UtcNow + most;
        while (DateTime.UtcNow < until && !process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"Nothing answers at {address}:{Environment.NewLine}{process.LastWords}");
    }
}
