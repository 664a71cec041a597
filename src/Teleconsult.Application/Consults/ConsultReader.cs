using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Teleconsult.Application.Persistence;
using Teleconsult.Application.Pipeline;
using Teleconsult.Application.Referrals;
using Teleconsult.Domain;
using Teleconsult.Domain.Access;
using Teleconsult.Domain.Consults;
using Teleconsult.Domain.Photos;

namespace Teleconsult.Application.Consults;

/// <summary>Puts a case together for one reader: state, words, thread, timeline. What is not theirs to see is left out.</summary>
public sealed partial class ConsultReader(TeleconsultDb db, WordVault words, Intake.Templates templates, NameDirectory directory, Ladders.LadderReader ladders, ICurrentUser user)
{
    private static readonly JsonElement NoAnswers = JsonSerializer.SerializeToElement(new { resourceType = "QuestionnaireResponse" });

    public async Task<ConsultView> ReadAsync(Consult consult, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consult);
        var actor = user.Actor;
        var names = await directory.OfAsync(actor.Network, cancellationToken);
        var mine = consult.Requester == actor.Id;
        var id = consult.Id.Value;
        var intake = (await words.GetAllAsync<IntakeWords>(id, WordKind.Intake, cancellationToken)).GetValueOrDefault(id);
        var patient = (await words.GetManyAsync<PatientWords>([consult.Patient.Value], WordKind.Patient, cancellationToken)).GetValueOrDefault(consult.Patient.Value);
        var patientVersion = await db.Patients.Where(p => p.Id == consult.Patient).Select(p => p.Version).SingleOrDefaultAsync(cancellationToken);
        var amendments = await AmendmentsAsync(id, cancellationToken);
        var hidePending = !actor.Services.Contains(consult.Service ?? default);
        var drafts = await DraftsAsync(consult, names, answers: !hidePending, cancellationToken);

        return new ConsultView(
            id, consult.Number, consult.Version, consult.ContentVersion,
            consult.State is ConsultState.AdvicePending && hidePending ? ConsultState.Claimed : consult.State,
            consult.Urgency, consult.Template, templates.Get(consult.Template).TitleIn(user.Language), names.Service(consult.Service), names.Facility(consult.Facility),
            names.Person(consult.Requester), patient.ToView(consult.Patient, patientVersion, mine), intake?.Question ?? "", intake?.Answers ?? NoAnswers,
            intake?.Consent, intake?.NotTaken ?? [], consult.SentAt, consult.ReceivedAt, consult.SeenAt, consult.ClaimedAt, consult.FirstResponseAt,
            consult.AdvisedAt, consult.ReadAt, consult.ClosedAt, names.Person(consult.Holder), consult.LeaseEnds,
            names.NextStepOf(consult) is { Kind: NextStepKind.ReleaseAdvice or NextStepKind.Countersign } step && hidePending ? step with { Kind = NextStepKind.Advise } : names.NextStepOf(consult),
            await PhotosAsync(consult, cancellationToken), consult.PhotosExpected, consult.PhotosStored,
            await ThreadAsync(consult, names, cancellationToken), await RequestsAsync(consult, names, cancellationToken),
            await AdviceAsync(consult, names, hidePending, cancellationToken), await TimelineAsync(consult, names, hidePending, cancellationToken),
            drafts.SingleOrDefault(d => d.By is null), mine)
        {
            OthersDrafts = [.. drafts.Where(d => d.By is not null)],
            Earlier = await EarlierAsync(consult, cancellationToken),
            FollowUps = await db.Consults.AsNoTracking().VisibleTo(actor).Where(c => c.FollowUpOf == consult.Id).OrderBy(c => c.Number)
                .Select(c => new CaseLink(c.Id.Value, c.Number, c.ReceivedAt)).ToListAsync(cancellationToken),
            ReadBacks = await ReadBacksAsync(consult, names, cancellationToken),
            Calls = await CallsAsync(consult, names, cancellationToken),
            Opinions = hidePending ? [] : await OpinionsAsync(consult, names, cancellationToken),
            Offer = consult is { State: ConsultState.Waiting, OfferedTo: { } to, OfferedAt: { } offered }
                ? new OfferView(names.Person(to), offered, consult.WhyOffered, to == actor.Id)
                : null,
            Returned = hidePending ? null : await ReturnedAsync(consult, names, cancellationToken),
            MaySign = !hidePending && consult.Advices.Any(a => a.WaitsForSignature && a.TakenBackAt is null && a.Author != actor.Id)
                && !await db.IsInTrainingAsync(actor.Id, cancellationToken),
            Another = consult is { AnotherSince: { } wished } ? new AnotherView(wished, names.Person(consult.AnotherAsked?.Of), consult.AnotherAsked?.AskedAt) : null,
            Amendments = amendments,
            LookedAt = amendments.Count == 0 ? null : await LookedAtAsync(id, cancellationToken),
            Referrals = await ReferralReading.OfAsync(consult, words, names, actor, cancellationToken),
            Conflict = await ConflictAsync(consult, names, cancellationToken),
            NeedsReadBack = consult.NeedsReadBack,
            Calling = consult.CallingOf(names, actor),
            Ladder = await ladders.ReadAsync(consult, names, cancellationToken),
            FacilityPhone = await db.Facilities.Where(f => f.Id == consult.Facility && f.Phone != "").Select(f => f.Phone).SingleOrDefaultAsync(cancellationToken),
            TimeZone = await db.Networks.Where(n => n.Id == consult.Network).Select(n => n.TimeZone).SingleOrDefaultAsync(cancellationToken) ?? "UTC",
        };
    }

    private async Task<EarlierCase?> EarlierAsync(Consult consult, CancellationToken cancellationToken)
    {
        if (consult.FollowUpOf is not { } id
            || await db.Consults.AsNoTracking().VisibleTo(user.Actor).Include(c => c.Photos).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } earlier)
        {
            return null;
        }

        return new EarlierCase(id.Value, earlier.Number, earlier.ReceivedAt, earlier.Template, await PhotosToCompareAsync(earlier, cancellationToken));
    }

    /// <summary>The newest usable photo of each slot. An erased case has no pictures any more.</summary>
    internal async Task<IReadOnlyList<PhotoView>> PhotosToCompareAsync(Consult earlier, CancellationToken cancellationToken)
    {
        var isThere = await db.StreamKeys.AnyAsync(k => k.Stream == earlier.Id.Value, cancellationToken);
        var photos = isThere ? await PhotosAsync(earlier, cancellationToken) : [];
        return [.. photos.Where(p => p.State is PhotoState.Stored or PhotoState.Arriving)
            .OrderByDescending(p => p.AnnouncedAt).ThenByDescending(p => p.Id).DistinctBy(p => p.Slot)];
    }

    private async Task<ReturnView?> ReturnedAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.Advices.LastOrDefault(a => a.Opinion is null) is not { NeedsSignature: true, TakenBackAt: { } at } last || last.Author != user.Actor.Id)
        {
            return null;
        }

        var id = consult.Id.Value;
        var notes = await words.GetAllAsync<MessageWords>(id, WordKind.Return, cancellationToken);
        var by = await db.Events.AsNoTracking().Where(e => e.Stream == id && e.Type == "adviceReturned" && e.At == at).Select(e => e.By).FirstOrDefaultAsync(cancellationToken);
        return notes.TryGetValue(last.Id.Value, out var note) && by is { } person ? new ReturnView(names.Person(person), at, note.Text) : null;
    }

    private async Task<IReadOnlyList<PhotoView>> PhotosAsync(Consult consult, CancellationToken cancellationToken)
    {
        var id = consult.Id.Value;
        var beside = await db.Words.Where(w => w.Stream == id && (w.Kind == WordKind.Preview || w.Kind == WordKind.PhotoCheck)).Select(w => new { w.Kind, w.Item }).ToListAsync(cancellationToken);
        var previews = beside.Where(w => w.Kind is WordKind.Preview).Select(w => w.Item).ToHashSet();
        var checks = beside.Count == previews.Count ? [] : await words.GetAllAsync<PhotoCheck>(id, WordKind.PhotoCheck, cancellationToken);
        return [.. consult.Photos.Select(p => p.ToView(previews.Contains(p.Id.Value)) with { Check = checks.GetValueOrDefault(p.Id.Value) })];
    }

    private async Task<IReadOnlyList<MessageView>> ThreadAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        var rows = await db.Messages.AsNoTracking().Where(m => m.Consult == consult.Id).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return [];
        }

        var texts = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.Message, cancellationToken);
        return [.. rows.Select(m => new MessageView(
            m.Id, m.At, names.Person(m.By), m.By == user.Actor.Id, m.FromRequester,
            texts.GetValueOrDefault(m.Id)?.Text ?? "", texts.GetValueOrDefault(m.Id)?.Language))];
    }

    private async Task<IReadOnlyList<RequestView>> RequestsAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.Requests.Count == 0)
        {
            return [];
        }

        var asked = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.Request, cancellationToken);
        var given = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.RequestAnswer, cancellationToken);
        return [.. consult.Requests.Select(r => new RequestView(
            r.Id.Value, r.AskedAt, names.Person(r.By), r.Slot, asked.GetValueOrDefault(r.Id.Value)?.Text ?? "", r.GivenAt, r.Dropped,
            given.GetValueOrDefault(r.Id.Value)?.Text))];
    }

    private async Task<IReadOnlyList<AdviceView>> AdviceAsync(Consult consult, Names names, bool hidePending, CancellationToken cancellationToken)
    {
        var shown = (hidePending ? consult.Shown : consult.Advices.Where(a => a.TakenBackAt is null)).ToList();
        if (shown.Count == 0)
        {
            return [];
        }

        var contents = await words.GetAllAsync<AdviceContent>(consult.Id.Value, WordKind.Advice, cancellationToken);
        var reasons = await words.GetAllAsync<ActionReasonWords>(consult.Id.Value, WordKind.ActionReason, cancellationToken);
        return [.. shown.Where(a => contents.ContainsKey(a.Id.Value)).Select(a => new AdviceView(
            a.Id.Value, a.SentAt, a.ReleasedAt, a.ReleasesAt, a.ReadAt, names.Person(a.Author), a.ContentVersion, contents[a.Id.Value],
            [.. a.Marks.OrderBy(m => m.Line).Select(m => new ActionMarkView(m.Line, m.Outcome, m.At, reasons.GetValueOrDefault(a.Id.Value)?.Of(m.Line)))],
            consult.IsReplaced(a)) { DeliveredAt = a.DeliveredAt, IsOpinion = a.Opinion is not null, Signature = a.NeedsSignature ? new SignatureView(names.Person(a.SignedBy), a.SignedAt) : null })];
    }

    private async Task<IReadOnlyList<OpinionView>> OpinionsAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.Opinions.Count == 0)
        {
            return [];
        }

        var asked = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.Opinion, cancellationToken);
        return [.. consult.Opinions.Select(o => new OpinionView(
            o.Id.Value, o.AskedAt, names.Person(o.By), names.Person(o.Of),
            (asked.GetValueOrDefault(o.Id.Value) ?? asked.GetValueOrDefault(o.Wish?.Value ?? Guid.Empty))?.Text ?? "", o.GivenAt, o.DeclinedAt, o.Of == user.Actor.Id)
        {
            IsWished = o.Wish is not null,
            Reasons = o.Why,
        })];
    }

    private async Task<ConflictView?> ConflictAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.Stands is not { } stands)
        {
            return consult.IsInConflict ? new ConflictView(null, null, names.Person(consult.Owner), consult.Owner == user.Actor.Id) : null;
        }

        var id = consult.Id.Value;
        var why = (await words.GetAllAsync<MessageWords>(id, WordKind.Resolution, cancellationToken)).GetValueOrDefault(id);
        return new ConflictView(stands.Value, why?.Text, names.Person(consult.Owner), consult.Owner == user.Actor.Id);
    }

    private async Task<IReadOnlyList<ReadBackView>> ReadBacksAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.ReadBacks.Count == 0)
        {
            return [];
        }

        var said = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.ReadBack, cancellationToken);
        var meant = await words.GetAllAsync<MessageWords>(consult.Id.Value, WordKind.Correction, cancellationToken);
        return [.. consult.ReadBacks.Select(r => new ReadBackView(
            r.Id.Value, r.Advice.Value, r.At, names.Person(r.By), said.GetValueOrDefault(r.Id.Value)?.Text ?? "", r.ConfirmedAt, names.Person(r.ConfirmedBy),
            r.CorrectedAt, names.Person(r.CorrectedBy), meant.GetValueOrDefault(r.Id.Value)?.Text))];
    }

    private async Task<IReadOnlyList<CallView>> CallsAsync(Consult consult, Names names, CancellationToken cancellationToken)
    {
        if (consult.Calls.Count == 0)
        {
            return [];
        }

        var said = await words.GetAllAsync<CallWords>(consult.Id.Value, WordKind.Call, cancellationToken);
        return [.. consult.Calls.Select(c => new CallView(
            c.Id.Value, c.Advice?.Value, c.At, c.SpokeAt, names.Person(c.By), said.GetValueOrDefault(c.Id.Value)?.ToWhom ?? "",
            said.GetValueOrDefault(c.Id.Value)?.Said ?? ""))];
    }

    private async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(Consult consult, Names names, bool hidePending, CancellationToken cancellationToken)
    {
        var id = consult.Id.Value;
        var rows = await db.Events.AsNoTracking().Where(e => e.Stream == id).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        // That a photo was announced says nothing that its slot does not; that it is stored does.
        // What a colleague has said before there is an answer is no half of one: not even what it comes to.
        return [.. rows.Where(e => e.Type is not "photoAnnounced").Where(e => !hidePending || e.Type is not ("adviceSent" or "adviceTakenBack" or "adviceReturned"))
            .Where(e => !hidePending || consult.AdvisedAt is not null || e.Type is not ("opinionGiven" or "adviceAmended"))
            .Select(e => new TimelineEntry(e.Type, e.At, names.Person(e.By)?.Name, DetailOf(e)))];
    }

    /// <summary>The reader's own draft, and for those who answer those of their colleagues.</summary>
    private async Task<IReadOnlyList<DraftView>> DraftsAsync(Consult consult, Names names, bool answers, CancellationToken cancellationToken)
    {
        var me = user.Actor.Id;
        var rows = await db.Drafts.AsNoTracking().Where(d => d.Consult == consult.Id && (answers || d.Author == me)).OrderBy(d => d.SavedAt).ToListAsync(cancellationToken);
        var views = new List<DraftView>();
        foreach (var row in rows)
        {
            var content = await words.OpenAsync<AdviceContent>(consult.Id.Value, WordKind.Draft, row.Author.Value, 0, row.Sealed, cancellationToken);
            views.Add(new DraftView(content, row.ContentVersion, row.SavedAt) { Revision = row.Revision, By = row.Author == me ? null : names.Person(row.Author) });
        }

        return views;
    }

    /// <summary>The one code of an event that a timeline shows: a slot, a disposition, a step.</summary>
    private static string? DetailOf(EventRow row)
    {
        using var data = JsonDocument.Parse(row.Data);
        foreach (var name in (ReadOnlySpan<string>)["slot", "disposition", "step", "outcome"])
        {
            if (data.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }
}

/// <summary>Why action lines could not be done, by line.</summary>
public sealed record ActionReasonWords(IReadOnlyDictionary<int, string> Lines)
{
    public string? Of(int line) => Lines.GetValueOrDefault(line);
}

internal static class ViewMapping
{
    public static PhotoView ToView(this ConsultPhoto photo, bool hasPreview) => new(
        photo.Id.Value, photo.Slot, photo.Laterality, photo.State, photo.Width, photo.Height, photo.TakenAt, photo.StoredAt, photo.RefusalCode,
        photo.Answers?.Value, photo.AnnouncedAt, hasPreview)
    {
        Original = photo.Original?.State,
        LostAt = photo.State is PhotoState.Arriving ? photo.LostAt : null,
        OriginalLostAt = photo.Original?.LostAt,
    };

    /// <summary>Specialists see initials, age and sex (the domain brief §7, decision 4).</summary>
    public static PatientView ToView(this PatientWords? words, PatientId id, long version, bool whole) => new(
        id.Value, version, words?.Initials ?? "", whole ? words?.GivenName : null, whole ? words?.FamilyName : null, words?.Age,
        words?.AgeAt ?? default, words?.Sex ?? "unknown", whole ? words?.Identifiers ?? [] : [], whole ? words?.Phone : null, words?.Language);

    public static CallingView? CallingOf(this Consult consult, Names names, Actor reader) => consult is { Calling: { } call, CallingBy: { } by, CallingSince: { } since }
        ? new CallingView(call.Value, names.Person(by), since, since + Consult.CallingLasts, by == reader.Id)
        : null;

    public static NextStepView NextStepOf(this Names names, Consult consult)
    {
        var step = consult.NextStep;
        var who = step.Who is { } person ? names.Person(person).Name : names.Service(consult.Service)?.Name;
        return step.Kind is NextStepKind.None ? new NextStepView(NextStepKind.None, null, null, false) : new NextStepView(step.Kind, step.Due, who, step.Overdue) { Rung = step.Rung, Promised = consult.StepTarget };
    }
}
