using System.Buffers.Binary;

namespace Teleconsult.Domain.Photos.Png;

/// <summary>The checksum of PNG chunks (PNG 3rd edition, annex D): eight tables, so that eight bytes are taken at a time.</summary>
internal struct Crc32
{
    private static readonly uint[] Tables = MakeTables();

    private uint _register = 0xFFFF_FFFF;

    public Crc32()
    {
    }

    public readonly uint Value => ~_register;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan(0, 2048);
        var crc = _register;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[1792 + (int)(low & 0xFF)] ^ tables[1536 + (int)((low >> 8) & 0xFF)]
                ^ tables[1280 + (int)((low >> 16) & 0xFF)] ^ tables[1024 + (int)(low >> 24)]
                ^ tables[768 + (int)(high & 0xFF)] ^ tables[512 + (int)((high >> 8) & 0xFF)]
                ^ tables[256 + (int)((high >> 16) & 0xFF)] ^ tables[(int)(high >> 24)];
        }

        foreach (var one in bytes)
        {
            crc = tables[(int)((crc ^ one) & 0xFF)] ^ (crc >> 8);
        }

        _register = crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint n = 0; n < 256; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB8_8320 ^ (crc >> 1);
            }

            tables[n] = crc;
        }

        for (var n = 256; n < tables.Length; n++)
        {
            tables[n] = tables[tables[n - 256] & 0xFF] ^ (tables[n - 256] >> 8);
        }

        return tables;
    }
}
