using System.Buffers.Binary;
using System.Text;

namespace Teleconsult.EndToEnd.Photos;

/// <summary>An Exif block as phones write it (Exif 2.32 §4.5: TIFF, big endian), with everything that must not leave the phone.</summary>
internal static class CameraBlock
{
    public const string Owner = "Wanjiku Test";
    public const string Maker = "Testphone";

    /// <summary>The photo with the block behind its start marker.</summary>
    public static byte[] Into(byte[] jpeg) => [.. jpeg.AsSpan(0, 2), .. Segment(), .. jpeg.AsSpan(2)];

    private static byte[] Segment()
    {
        byte[] payload = [.. "Exif\0\0"u8, .. Tiff()];
        return [0xFF, 0xE1, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];
    }

    private static byte[] Tiff()
    {
        const int headerSize = 8;
        var main = new Directory(headerSize, 5);
        main.Text(0x010F, Maker);
        main.Short(0x0112, 1); // upright
        main.Text(0x0132, "2026:11:20 08:15:30");
        main.Text(0x013B, Owner);
        var place = new Directory(main.EndWithOneMore, 4);
        main.Long(0x8825, (uint)main.EndWithOneMore);
        place.Text(1, "S");
        place.Degrees(2, 1, 17, 31);
        place.Text(3, "E");
        place.Degrees(4, 36, 49, 19);
        return [.. "MM\0*\0\0\0\u0008"u8, .. main.Bytes(), .. place.Bytes()];
    }

    /// <summary>One image file directory with its values behind it.</summary>
    private sealed class Directory(int at, int entries)
    {
        private readonly List<byte> _entries = [];
        private readonly List<byte> _values = [];

        /// <summary>Where the next directory begins; the entries' number is fixed, so later entries without values of their own do not move it.</summary>
        public int EndWithOneMore => ValuesAt + _values.Count;

        private int ValuesAt => at + 2 + (entries * 12) + 4;

        public void Text(ushort tag, string text)
        {
            byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0];
            Add(tag, 2, (uint)bytes.Length, bytes);
        }

        public void Short(ushort tag, ushort value) => Add(tag, 3, 1, [(byte)(value >> 8), (byte)value, 0, 0]);

        public void Long(ushort tag, uint value) => Add(tag, 4, 1, Number(value));

        public void Degrees(ushort tag, uint degrees, uint minutes, uint seconds) =>
            Add(tag, 5, 3, [.. Number(degrees), .. Number(1), .. Number(minutes), .. Number(1), .. Number(seconds), .. Number(1)]);

        public byte[] Bytes() => [(byte)(entries >> 8), (byte)entries, .. _entries, .. Number(0), .. _values];

        private void Add(ushort tag, ushort type, uint count, byte[] value)
        {
            _entries.AddRange([(byte)(tag >> 8), (byte)tag, (byte)(type >> 8), (byte)type, .. Number(count)]);
            if (value.Length <= 4)
            {
                _entries.AddRange([.. value, .. new byte[4 - value.Length]]);
                return;
            }

            _entries.AddRange(Number((uint)(ValuesAt + _values.Count)));
            _values.AddRange(value);
            if (_values.Count % 2 == 1)
            {
                _values.Add(0);
            }
        }

        private static byte[] Number(uint value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            return bytes;
        }
    }
}
