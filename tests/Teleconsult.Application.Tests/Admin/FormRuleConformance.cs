using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Directory;
using Teleconsult.Application.Intake;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Tests.Support;
using Teleconsult.Domain;
using Xunit;

namespace Teleconsult.Application.Tests.Admin;

/// <summary>A network says how it uses its forms; phones are told, and what was begun still goes.</summary>
public abstract class FormRuleConformance<TDatabase>(TDatabase database) : IClassFixture<TDatabase>
    where TDatabase : TestDatabase
{
    private const string Skin = "general-dermatology";

    [Fact]
    public async Task A_form_that_is_switched_off_is_told_to_phones_and_a_case_begun_with_it_still_goes()
    {
        await using var node = new Node(database);
        var (network, other) = (await Network.MakeAsync(node), await Network.MakeAsync(node));

        await node.SendAsync(network.Administrator, new SaveFormRule(Skin, true, null, null, null, FormRuleReason.NobodyAnswers));

        Assert.Equal(new FormUse(true, null, null, null), (await node.SendAsync(network.Worker, new GetMe())).Forms[Skin]);
        Assert.Empty((await node.SendAsync(other.Worker, new GetMe())).Forms);
        Assert.Equal(Forms.Skin, (await node.ReadAsync(await node.SubmitAsync(network))).Template);
        await node.SendAsync(network.Administrator, new SaveFormRule(Skin, false, null, null, null, FormRuleReason.Correction));
        Assert.False((await node.SendAsync(network.Worker, new GetMe())).Forms[Skin].Off);
        Assert.Equal(
            [$"{Skin} off reason: NobodyAnswers", $"{Skin} on reason: Correction"],
            await node.InDbAsync(db => db.Audit.Where(a => a.Network == network.Id && a.Action == nameof(SaveFormRule)).OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync()));
    }

    [Fact]
    public async Task An_emergency_form_that_is_switched_off_promises_no_cover()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        await node.InDbAsync(db => db.Services.Where(s => s.Id == network.Skin).ExecuteUpdateAsync(s => s.SetProperty(x => x.Templates, "general-dermatology emergency-isbar")));
        Assert.NotNull((await node.SendAsync(network.Worker, new GetMe())).Services.Single(s => s.Id == network.Skin.Value).Emergency);

        await node.SendAsync(network.Administrator, new SaveFormRule("emergency-isbar", true, null, "Ring the ward.", "0800 1", FormRuleReason.SafetyConcern));

        var me = await node.SendAsync(network.Worker, new GetMe());
        Assert.Null(me.Services.Single(s => s.Id == network.Skin.Value).Emergency);
        Assert.Equal(new FormUse(true, null, "Ring the ward.", "0800 1"), me.Forms["emergency-isbar"]);
    }

    [Fact]
    public async Task A_network_can_keep_an_older_version_and_each_change_is_kept_with_its_reason()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);
        var before = (await node.SendAsync(network.Coordinator, new GetFormRules())).Forms.Single(f => f.Form == Skin);
        Assert.Equal(["1.1.0", "1.0.0"], before.Versions);
        Assert.Equal(["Skin", "Wounds"], before.Services);
        Assert.Equal(new FormUse(false, null, null, null), before.Use);

        await node.SendAsync(network.Administrator, new SaveFormRule(Skin, false, "1.0.0", "  ", null, FormRuleReason.LocalGuideline));
        await node.SendAsync(network.Administrator, new SaveFormRule(Skin, false, "1.0.0", null, null, FormRuleReason.Correction)); // nothing new: no version
        await node.SendAsync(network.Administrator, new SaveFormRule(Skin, false, null, "Wash it.", "112", FormRuleReason.LocalGuideline));

        Assert.Equal(new FormUse(false, null, "Wash it.", "112"), (await node.SendAsync(network.Worker, new GetMe())).Forms[Skin]);
        var page = await node.SendAsync(network.Coordinator, new GetFormRules());
        Assert.False(page.MayEdit);
        Assert.Equal(
            [(2, "version:newest protocol phone", "Daniel Otieno", FormRuleReason.LocalGuideline), (1, "version:1.0.0", "Daniel Otieno", FormRuleReason.LocalGuideline)],
            page.Log.OrderByDescending(c => c.Number).Select(c => (c.Number, string.Join(' ', c.Changed), c.By, c.Reason)));
    }

    [Fact]
    public async Task Only_an_administrator_changes_forms_and_only_those_there_are()
    {
        await using var node = new Node(database);
        var network = await Network.MakeAsync(node);

        await Assert.ThrowsAsync<AccessDenied>(() => node.SendAsync(network.Coordinator, new SaveFormRule(Skin, true, null, null, null, FormRuleReason.NotUsedHere)));
        Assert.Equal("template.unknown", await RefusedAsync(new SaveFormRule("no-such-form", true, null, null, null, FormRuleReason.NotUsedHere)));
        Assert.Equal("template.unknown", await RefusedAsync(new SaveFormRule(Skin, false, "9.9.9", null, null, FormRuleReason.NotUsedHere)));
        Assert.Equal("reason.missing", await RefusedAsync(new SaveFormRule(Skin, true, null, null, null, 0)));

        async Task<string> RefusedAsync(SaveFormRule command) =>
            (await Assert.ThrowsAsync<RuleViolation>(() => node.SendAsync(network.Administrator, command))).Code;
    }
}
