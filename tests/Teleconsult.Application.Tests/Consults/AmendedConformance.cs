using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Alerts;
using Teleconsult.Application.Consults;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Duty;
using Teleconsult.Domain.Routing;
using Xunit;

namespace Teleconsult.Application.Tests.Consults;

/// <summary>Answers changed after sending: what was changed and when, the offer decided anew, an emergency that waits for nobody's signature.</summary>
public abstract class AmendedConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    [Fact]
    public async Task Another_wish_has_a_free_case_offered_anew_with_its_reasons_and_a_held_one_stays()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == network.Second.Id)).Gender = "female";
            (await db.Users.SingleAsync(u => u.Id == network.Dermatologist.Id)).Gender = "male";
            await db.SaveChangesAsync();
        });
        var consult = await node.SubmitAsync(network, Forms.Wishing(network.Skin, "man"));
        Assert.Equal(network.Dermatologist.Practitioner, (await node.ReadAsync(consult)).OfferedTo);

        await node.SendAsync(network.Worker, new AmendIntake(consult, Forms.Wishing(network.Skin, "woman").Answers, 1));
        var offered = await node.ReadAsync(consult);
        Assert.Equal(network.Second.Practitioner, offered.OfferedTo);
        Assert.Contains(RoutingReason.Preference, offered.WhyOffered);

        await node.ClaimAsync(network.Second, consult);
        await node.SendAsync(network.Worker, new AmendIntake(consult, Forms.Wishing(network.Skin, "man").Answers, 2));
        Assert.Equal((network.Second.Practitioner, ConsultState.Claimed), ((await node.ReadAsync(consult)).Holder!.Value, (await node.ReadAsync(consult)).State));
    }

    [Fact]
    public async Task The_case_says_what_was_changed_and_when_and_a_photo_that_comes_meanwhile_refuses_nothing()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var consult = await node.SubmitAsync(network);
        node.Clock.Advance(TimeSpan.FromMinutes(10));
        var at = node.Clock.GetUtcNow();
        await node.SendAsync(network.Worker, new AmendIntake(consult, Forms.Wishing(network.Skin, "woman").Answers, 1));
        Assert.Equal("consult.content-changed", (await Assert.ThrowsAsync<RuleViolation>(
            () => node.SendAsync(network.Worker, new AmendIntake(consult, Forms.Answers("From another device"), 1)))).Code);

        await node.InDbAsync(async db =>
        {
            db.Audit.Add(new AuditRow { Network = network.Id, User = network.Second.Id, At = at.AddMinutes(-5), Action = nameof(GetConsult), Subject = consult });
            await db.SaveChangesAsync();
        });
        var view = await node.SendAsync(network.Second, new GetConsult(null, consult));
        var change = Assert.Single(view.Amendments);
        Assert.Equal((at, "Dark mole, is it cancer?", "clinician-wish"), (change.At, change.QuestionBefore, Assert.Single(change.Changed)));
        Assert.Equal(at.AddMinutes(-5), view.LookedAt); // the change came after
        Assert.Null((await node.SendAsync(network.Dermatologist, new GetConsult(null, consult))).LookedAt);

        var other = await node.SubmitAsync(network, Forms.Case(network.Skin, photos: 1));
        await node.InDbAsync(async db =>
        {
            var whole = await db.Consults.Include(c => c.Photos).SingleAsync(c => c.Id == new ConsultId(other));
            whole.StorePhoto(whole.Photos[0].Id, "key", 640, 480, network.Worker.Practitioner, node.Clock.GetUtcNow());
            whole.ClearPendingEvents();
            await db.SaveChangesAsync();
        });
        Assert.Equal(2, (await node.ReadAsync(other)).ContentVersion);
        await node.SendAsync(network.Worker, new AmendIntake(other, Forms.Answers("Written before the photo came"), 1));
        Assert.Equal("Written before the photo came", (await node.SendAsync(network.Second, new GetConsult(null, other))).Question);
    }

    [Fact]
    public async Task Raised_to_an_emergency_unsigned_advice_goes_out_at_once_marked_as_such_and_its_author_is_told()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var trainee = await network.AddAsync("Dr Otieno", Domain.Access.Role.Specialist, network.Skin);
        await node.InDbAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Id == trainee.Id)).InTraining = true;
            await db.SaveChangesAsync();
        });
        await node.ReachableAsync(trainee, ContactChannel.Sms);
        var consult = await node.SubmitAsync(network);
        await node.ClaimAsync(trainee, consult);
        var advice = await node.AdviseAsync(trainee, consult);
        Assert.Empty((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);

        await node.SendAsync(network.Worker, new AmendIntake(consult, Choosing("danger-signs", "airway"), 1));
        var sent = Assert.Single((await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice);
        Assert.Equal((advice, null), (sent.Id, sent.Signature!.By)); // not signed yet
        Assert.Contains(await node.InDbAsync(db => db.Alerts.Where(a => a.Consult == new ConsultId(consult)).ToListAsync()), a => a.Kind is AlertKind.Raised && a.Person == trainee.Practitioner);
        var seen = await node.SendAsync(network.Second, new GetConsult(null, consult));
        Assert.True(seen.MaySign);
        await node.SendAsync(network.Second, new CountersignAdvice(consult, advice, seen.ContentVersion, true));
        Assert.Equal(network.Second.Name, (await node.SendAsync(network.Worker, new GetConsult(null, consult))).Advice[0].Signature!.By!.Name);
    }

    private static JsonElement Choosing(string linkId, string code) => JsonSerializer.SerializeToElement(new
    {
        resourceType = "QuestionnaireResponse",
        questionnaire = Forms.Skin,
        status = "completed",
        item = new object[]
        {
            new { linkId = "question", answer = new[] { new { valueString = "Dark mole, is it cancer?" } } },
            new { linkId, answer = new[] { new { valueCoding = new { code } } } },
        },
    });
}
