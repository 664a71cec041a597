import type { Advice, Consult, Instant } from '../shared/model';

/** An advice as the API tells it: the author's words in `content`, as console and drafts hold them. */
interface AdviceOfApi extends Pick<Advice, 'id' | 'readAt' | 'deliveredAt' | 'contentVersion' | 'marks' | 'signature'> {
  readonly replaced?: boolean;
  readonly sentAt: Instant;
  readonly releasedAt: Instant | null;
  readonly by: { readonly id: string; readonly name: string; readonly role?: string | null };
  readonly content: Partial<Pick<Advice, 'adequacy' | 'actions' | 'disposition' | 'safetyNet' | 'review' | 'teachingPoint' | 'reference' | 'change' | 'grading' | 'photoMarks'>> & {
    readonly mostLikely?: string | null;
    readonly confidence?: string | null;
    readonly differentials?: readonly string[] | null;
    readonly cannotExclude?: string | null;
  };
}

/**
 * A consult of the API in the shape that the phone keeps. Lists are always lists here, so that a newer or older server
 * that leaves one out cannot break a screen.
 */
export function readConsult(raw: Consult): Consult {
  return {
    ...raw,
    photos: raw.photos ?? [],
    thread: raw.thread ?? [],
    requests: raw.requests ?? [],
    timeline: raw.timeline ?? [],
    readBacks: raw.readBacks ?? [],
    calls: raw.calls ?? [],
    referrals: raw.referrals ?? [],
    advice: ((raw.advice ?? []) as readonly (Advice | AdviceOfApi)[]).map(readAdvice),
  };
}

function readAdvice(raw: Advice | AdviceOfApi): Advice {
  if (!('content' in raw)) return { ...raw, change: raw.change ?? null, replaced: raw.replaced ?? false, actions: raw.actions ?? [], marks: raw.marks ?? [] };
  const { content } = raw;
  return {
    id: raw.id,
    // What the requester sees is what was released; until then it could be taken back.
    at: raw.releasedAt ?? raw.sentAt,
    by: { id: raw.by.id, name: raw.by.name, role: raw.by.role ?? null },
    contentVersion: raw.contentVersion,
    adequacy: content.adequacy ?? null,
    assessment: {
      mostLikely: content.mostLikely ?? null,
      confidence: content.confidence ?? null,
      differentials: content.differentials ?? [],
      cannotExclude: content.cannotExclude ?? null,
    },
    actions: content.actions ?? [],
    disposition: content.disposition ?? '',
    safetyNet: content.safetyNet ?? null,
    review: content.review ?? null,
    teachingPoint: content.teachingPoint ?? null,
    reference: content.reference ?? null,
    change: content.change ?? null,
    grading: content.grading ?? null,
    photoMarks: content.photoMarks ?? null,
    signature: raw.signature ?? null,
    replaced: raw.replaced ?? false,
    readAt: raw.readAt,
    ...(raw.deliveredAt !== undefined && { deliveredAt: raw.deliveredAt }),
    marks: raw.marks ?? [],
  };
}
