using MediatR;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Courtesy;

namespace Teleconsult.Application.Courtesy;

/// <summary>
/// What may read harshly in words that are about to be sent, by every language's list as the network has it: people write in the case's language, not
/// in that of their screen. Nothing is kept or counted, and nothing is refused.
/// </summary>
[Allowed(Role.Specialist, Role.Coordinator, Role.Administrator)]
public sealed record FindHarshWords(IReadOnlyList<string> Texts) : IRequest<IReadOnlyList<CourtesyRemark>>;

internal sealed class FindHarshWordsHandler(TeleconsultDb db, CourtesyBook book, ICurrentUser user) : IRequestHandler<FindHarshWords, IReadOnlyList<CourtesyRemark>>
{
    public async Task<IReadOnlyList<CourtesyRemark>> Handle(FindHarshWords request, CancellationToken cancellationToken)
    {
        var lists = await book.OfAsync(db, user.Actor.Network, cancellationToken);
        return
        [
            .. request.Texts.SelectMany(text => lists.SelectMany(list => list.Find(text)))
                .DistinctBy(r => (r.Found.ToUpperInvariant(), r.Write)).DistinctBy(r => r.Found.ToUpperInvariant()).Take(CourtesyList.MostRemarks),
        ];
    }
}
