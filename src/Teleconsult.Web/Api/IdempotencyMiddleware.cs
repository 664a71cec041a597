using System.Security.Cryptography;
using System.Text;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain;

namespace Teleconsult.Web.Api;

/// <summary>Says that a write carries <c>Idempotency-Key</c>, or that its own id in the route serves as the key.</summary>
internal sealed record IdempotentWrite(string? RouteKey, string OtherBodyCode);

/// <summary>
/// Reads the key and the hash of the exact bytes before the endpoint does. The same key and bytes answer the same; other bytes
/// are refused.
/// </summary>
internal static class IdempotencyMiddleware
{
    /// <summary>A submission with its previews: far above what a case needs, far below what hurts.</summary>
    public const int MostBytes = 1 << 20;

    public static TBuilder WithIdempotencyKey<TBuilder>(this TBuilder builder, string? routeKey = null, string otherBodyCode = "idempotency.other-body")
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new IdempotentWrite(routeKey, otherBodyCode));

    public static void UseIdempotency(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentWrite>() is { } write)
        {
            var body = await ReadAsync(context.Request, context.RequestAborted);
            var scope = context.RequestServices.GetRequiredService<IdempotencyScope>();
            scope.Key = KeyOf(context, write) ?? throw new RuleViolation("idempotency.no-key");
            scope.OtherBodyCode = write.OtherBodyCode;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
            hash.AppendData(body);
            scope.BodyHash = hash.GetHashAndReset();
            context.Request.Body = new MemoryStream(body, writable: false);
        }

        await next(context);
    });

    private static Guid? KeyOf(HttpContext context, IdempotentWrite write)
    {
        if (context.Request.Headers["Idempotency-Key"].FirstOrDefault() is { } header)
        {
            return Guid.TryParse(header.Trim('"'), out var key) ? key : null;
        }

        return write.RouteKey is { } name && Guid.TryParse(context.Request.RouteValues[name]?.ToString(), out var id) ? id : null;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            throw new RuleViolation("body.too-large", ("most", MostBytes));
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MostBytes)
            {
                throw new RuleViolation("body.too-large", ("most", MostBytes));
            }
        }

        return body.ToArray();
    }
}
