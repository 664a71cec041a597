using System.Globalization;
using System.Net.Sockets;
using System.Text;

#pragma warning disable CA1050 // the runtime looks for this name, in no namespace (DOTNET_STARTUP_HOOKS)
/// <summary>
/// Runs inside the measured host, before its Main: answers each connection to a socket file with the bytes of managed memory that
/// are alive after a full collection. The host itself carries no code for it.
/// </summary>
internal static class StartupHook
{
    public const string SocketVariable = "TELECONSULT_BENCHMARK_MEMORY";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } path)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen();
            new Thread(() => Answer(socket)) { IsBackground = true, Name = "benchmark memory" }.Start();
        }
    }

    private static void Answer(Socket socket)
    {
        while (true)
        {
            using var asker = socket.Accept();
            for (var i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            asker.Send(Encoding.ASCII.GetBytes(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
