using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Teleconsult.Domain;

namespace Teleconsult.Application.Persistence;

/// <summary>How ids and times are stored, on every database alike.</summary>
internal static class Conversions
{
    /// <summary>Every id of the domain: a readonly record struct over one Guid.</summary>
    public static readonly IReadOnlyList<Type> Ids = [.. typeof(ConsultId).Assembly.GetTypes().Where(IsId)];

    public static void Add(ModelConfigurationBuilder builder)
    {
        foreach (var id in Ids)
        {
            builder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        }

        // SQLite refuses DateTimeOffset in ORDER BY and comparisons; ticks sort on both databases.
        builder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        builder.Properties<TimeSpan>().HaveConversion<SpanConverter>();
    }

    private static bool IsId(Type type) =>
        type is { IsValueType: true, Namespace: "Teleconsult.Domain" } && type.Name.EndsWith("Id", StringComparison.Ordinal)
        && type.GetProperty("Value", BindingFlags.Public | BindingFlags.Instance)?.PropertyType == typeof(Guid);

    private sealed class IdConverter<T>() : ValueConverter<T, Guid>(id => IdOf<T>.Unwrap(id), value => IdOf<T>.Wrap(value));

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(t => t.UtcTicks, t => new DateTimeOffset(t, TimeSpan.Zero));

    private sealed class SpanConverter() : ValueConverter<TimeSpan, long>(t => t.Ticks, t => TimeSpan.FromTicks(t));
}

/// <summary>Compiled conversions of one id type.</summary>
internal static class IdOf<T>
{
    public static readonly Func<Guid, T> Wrap = MakeWrap();
    public static readonly Func<T, Guid> Unwrap = MakeUnwrap();

    private static Func<Guid, T> MakeWrap()
    {
        var value = System.Linq.Expressions.Expression.Parameter(typeof(Guid));
        var make = System.Linq.Expressions.Expression.New(typeof(T).GetConstructor([typeof(Guid)])!, value);
        return System.Linq.Expressions.Expression.Lambda<Func<Guid, T>>(make, value).Compile();
    }

    private static Func<T, Guid> MakeUnwrap()
    {
        var id = System.Linq.Expressions.Expression.Parameter(typeof(T));
        var get = System.Linq.Expressions.Expression.Property(id, "Value");
        return System.Linq.Expressions.Expression.Lambda<Func<T, Guid>>(get, id).Compile();
    }
}
