using Teleconsult.Application.Consults;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Photos;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>A follow-up is linked to the earlier case of the same patient, and shows of it only what its reader may see.</summary>
public abstract class FollowUpConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Both_cases_name_each_other_and_last_times_photos_come_along()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient) with { Photos = [Forms.Photo(), Forms.Photo("close")] });
        var second = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, photos: 1) with { FollowUpOf = first });

        var later = await node.SendAsync(network.Dermatologist, new GetConsult(null, second));
        var earlier = await node.SendAsync(network.Dermatologist, new GetConsult(null, first));

        Assert.Equal((first, earlier.Number), (later.Earlier!.Id, later.Earlier.Number));
        Assert.Equal(["close", "overview"], later.Earlier.Photos.Select(p => p.Slot).Order());
        Assert.All(later.Earlier.Photos, p => Assert.True(p is { State: PhotoState.Arriving, HasPreview: true }));
        Assert.Equal((second, later.Number), Assert.Single(earlier.FollowUps) is var link ? (link.Id, link.Number) : default);
        Assert.Null(earlier.Earlier);
        Assert.Equal(new ConsultId(first), (await node.ReadAsync(second)).FollowUpOf);
    }

    [Fact]
    public async Task Who_sees_the_new_case_alone_is_not_told_of_the_earlier_one()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, photos: 1));
        var second = await node.SubmitAsync(network, Forms.Case(network.Wounds, patient: patient) with { FollowUpOf = first });

        Assert.Null((await node.SendAsync(network.Nurse, new GetConsult(null, second))).Earlier);
        Assert.Empty((await node.SendAsync(network.Dermatologist, new GetConsult(null, first))).FollowUps);
        Assert.NotNull((await node.SendAsync(network.Coordinator, new GetConsult(null, second))).Earlier);
        Assert.NotNull((await node.SendAsync(network.Worker, new GetConsult(null, second))).Earlier);
    }

    [Fact]
    public async Task Earlier_photos_of_the_patient_are_those_of_the_same_form_that_the_reader_may_see_the_followed_case_first()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var followed = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, photos: 1));
        node.Clock.Advance(TimeSpan.FromDays(1));
        var between = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, photos: 1));
        await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient)); // without photos
        await node.SubmitAsync(network, Forms.Case(network.Wounds, patient: patient, photos: 1)); // another team's
        await node.SubmitAsync(network, Forms.Case(network.Skin, photos: 1)); // another patient's
        node.Clock.Advance(TimeSpan.FromDays(1));
        var now = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient, photos: 1) with { FollowUpOf = followed });

        var earlier = await node.SendAsync(network.Dermatologist, new ListEarlierPhotos(now));

        Assert.Equal([followed, between], earlier.Select(e => e.Id));
        Assert.All(earlier, e => Assert.Equal("overview", Assert.Single(e.Photos).Slot));
        Assert.Empty(await node.SendAsync(network.Dermatologist, new ListEarlierPhotos(followed)));
        await Assert.ThrowsAsync<NotFound>(() => node.SendAsync(network.Nurse, new ListEarlierPhotos(now)));
    }

    [Fact]
    public async Task Another_patients_case_cannot_be_followed()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var first = await node.SubmitAsync(network);

        var refused = await Assert.ThrowsAsync<RuleViolation>(() => node.SubmitAsync(network, Forms.Case(network.Skin) with { FollowUpOf = first }));

        Assert.Equal("follow-up.other-patient", refused.Code);
    }

    [Fact]
    public async Task A_case_that_one_may_not_see_looks_like_none()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var patient = Guid.CreateVersion7();
        var first = await node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient));

        foreach (var followed in new[] { first, Guid.CreateVersion7() })
        {
            var refused = await Assert.ThrowsAsync<RuleViolation>(
                () => node.SubmitAsync(network, Forms.Case(network.Skin, patient: patient) with { FollowUpOf = followed }, by: network.Colleague));
            Assert.Equal("follow-up.unknown", refused.Code);
        }
    }
}
