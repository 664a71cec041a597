using System.Security.Cryptography;
using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Ports;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Photos;

/// <summary>
/// From the bytes that arrived to a stored photo: are they what was announced, are they a sound photo, then rewritten, encrypted,
/// durable, and only then told to the consult. Every step can be repeated after a crash, from the first one.
/// </summary>
/// <remarks>The slow part, disk and cipher, runs before the database's transaction and on the store's own threads.</remarks>
public sealed class PhotoIntake(IPhotoStore store, WordVault vault, IMediator mediator)
{
    /// <param name="target">What was announced.</param>
    /// <param name="openArrived">Opens the bytes that arrived, from the first to the last.</param>
    /// <exception cref="RuleViolation">The photo is refused, <c>photo.*</c>; the consult says so already.</exception>
    /// <exception cref="ArrivedDamaged">Not the announced bytes: the upload has to start again.</exception>
    public async Task CompleteAsync(UploadTarget target, Func<Stream> openArrived, CancellationToken cancellationToken)
    {
        var key = await vault.KeyAsync(target.Consult.Value, create: false, cancellationToken);
        PictureSize size = default;
        StoredPhoto stored;
        try
        {
            stored = await store.SaveAsync(
                target.Photo, target.AnnouncedAt, key, output => size = Rewrite(target, openArrived, output), cancellationToken);
        }
        catch (RuleViolation refused)
        {
            await mediator.Send(new CompletePhoto(target.Consult, target.Photo, null, refused.Code), cancellationToken);
            throw;
        }

        await mediator.Send(
            new CompletePhoto(target.Consult, target.Photo, new StoredPicture(stored.StoreKey, size.Width, size.Height), null), cancellationToken);
    }

    private static PictureSize Rewrite(UploadTarget target, Func<Stream> openArrived, Stream output)
    {
        using var arrived = new HashedStream(openArrived());
        try
        {
            var picture = CanonicalPhoto.Rewrite(arrived, output);
            arrived.Expect(target.Sha256);
            return picture.Size;
        }
        catch (RuleViolation)
        {
            // Bytes that changed on the way look like a damaged photo, but the photo on the phone is sound.
            arrived.Expect(target.Sha256);
            throw;
        }
    }

    /// <summary>Keeps the SHA-256 of all that was read. Who goes back reads again what is hashed already.</summary>
    private sealed class HashedStream(Stream source) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _hashed;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => source.Length;

        public override long Position
        {
            get => source.Position;
            set => source.Position = value <= _hashed ? value : throw new NotSupportedException();
        }

        /// <exception cref="ArrivedDamaged"/>
        public void Expect(string sha256)
        {
            var rest = new byte[16 * 1024];
            while (Read(rest, 0, rest.Length) > 0)
            {
            }

            if (Convert.ToHexStringLower(_hash.GetHashAndReset()) != sha256)
            {
                throw new ArrivedDamaged();
            }
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var known = (int)Math.Min(_hashed - source.Position, count);
            var read = source.Read(buffer, offset, count);
            if (read > known)
            {
                _hash.AppendData(buffer, offset + known, read - known);
                _hashed += read - known;
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _hash.Dispose();
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

/// <summary>The bytes that arrived are not those that were announced.</summary>
public sealed class ArrivedDamaged() : Exception("upload.checksum");
