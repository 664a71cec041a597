using MediatR;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// What may read harshly in words that are about to be sent, by every language's list: people write in the case's language, not in that of their screen.
/// Nothing is kept or counted, and nothing is refused.
/// </summary>
[Allowed(Role.Specialist, Role.Coordinator)]
public sealed record FindHarshWords(IReadOnlyList<string> Texts) : IRequest<IReadOnlyList<CourtesyRemark>>;

internal sealed class FindHarshWordsHandler(CourtesyBook book) : IRequestHandler<FindHarshWords, IReadOnlyList<CourtesyRemark>>
{
    public Task<IReadOnlyList<CourtesyRemark>> Handle(FindHarshWords request, CancellationToken cancellationToken)
    {
        IReadOnlyList<CourtesyRemark> found =
        [
            .. request.Texts.SelectMany(text => book.Delivered.Values.SelectMany(list => list.Find(text)))
                .DistinctBy(r => (r.Found.ToUpperInvariant(), r.Write)).DistinctBy(r => r.Found.ToUpperInvariant()).Take(CourtesyList.MostRemarks),
        ];
        return Task.FromResult(found);
    }
}
