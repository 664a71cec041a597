using System.Collections.Concurrent;
using Teleconsult.Domain;

namespace Teleconsult.Web.Api;

/// <summary>
/// The requests that work on uploads on this node, one for each upload. Who comes next ends the one before: a phone that lost its
/// network leaves a request that still waits for bytes, and must not be locked out by it. Thread-safe.
/// </summary>
internal sealed class UploadWriters
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<PhotoId, Turn> _turns = new();

    /// <summary>This node's name in the rows of uploads.</summary>
    public string Node { get; } = Guid.NewGuid().ToString("n");

    /// <summary>Takes the upload, after ending whoever reads bytes for it. Dispose to give it free.</summary>
    /// <exception cref="UploadRefusal">423: the one before is storing the photo and does not come to an end.</exception>
    public async Task<Turn> EnterAsync(PhotoId photo)
    {
        var mine = new Turn(this, photo);
        while (_turns.GetOrAdd(photo, mine) is var there && there != mine)
        {
            there.Stop();
            try
            {
                await there.Ended.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                mine.Dispose();
                throw new UploadRefusal(StatusCodes.Status423Locked, "upload.busy");
            }
        }

        return mine;
    }

    /// <summary>One request's turn on one upload.</summary>
    internal sealed class Turn(UploadWriters writers, PhotoId photo) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Cancelled when somebody else wants the upload. Only reading bytes obeys; storing a photo comes to its end.</summary>
        public CancellationToken Stopped => _stop.Token;

        public Task Ended => _ended.Task;

        public void Stop()
        {
            try
            {
                _stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }

        public void Dispose()
        {
            writers._turns.TryRemove(KeyValuePair.Create(photo, this));
            _ended.TrySetResult();
            _stop.Dispose();
        }
    }
}
