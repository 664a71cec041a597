using Teleconsult.Application.Consults;
using Teleconsult.Application.Photos;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>What a phone found wanting in a photo, and why it was kept, reaches whoever looks at the photo.</summary>
public abstract class PhotoCheckConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task What_was_found_and_why_it_was_kept_stands_by_its_photo_and_by_no_other()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var spoilt = Forms.Photo("close") with { Check = new([PhotoFinding.Blurry, PhotoFinding.NoScale], KeptReason.Other, "She trembles.") };
        var consult = await node.SubmitAsync(network, Forms.Case(network.Skin) with { Photos = [Forms.Photo(), spoilt] });
        var retake = Forms.Photo() with { Check = new([PhotoFinding.Dark], null, null) };
        await node.SendAsync(network.Worker, new AnnouncePhoto(consult, retake, null));

        var seen = await node.SendAsync(network.Dermatologist, new GetConsult(null, consult));
        Assert.Null(seen.Photos.First(p => p.Slot == "overview").Check);
        var check = seen.Photos.Single(p => p.Slot == "close").Check!;
        Assert.Equal([PhotoFinding.Blurry, PhotoFinding.NoScale], check.Findings);
        Assert.Equal((KeptReason.Other, "She trembles."), (check.Reason, check.Words));
        Assert.Equal((PhotoFinding.Dark, (KeptReason?)null), seen.Photos.Single(p => p.Id == retake.Id).Check is { } again ? (Assert.Single(again.Findings), again.Reason) : default);
    }

    [Fact]
    public async Task A_check_that_names_nothing_or_too_much_is_refused()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        PhotoCheck[] wrong = [new([], KeptReason.Moves, null), new([(PhotoFinding)99], null, null), new([PhotoFinding.Dark], (KeptReason)99, null), new([PhotoFinding.Dark], KeptReason.Other, new string('x', 300))];
        foreach (var check in wrong)
        {
            await Assert.ThrowsAsync<RuleViolation>(() => node.SubmitAsync(network, Forms.Case(network.Skin) with { Photos = [Forms.Photo() with { Check = check }] }));
        }
    }
}
