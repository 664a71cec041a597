import { describe, expect, test } from 'vitest';
import type { Advice, Consult, Flight, InformationRequest, Link, LocalCase, OutboxLine, Photo, SealedCase } from './model';
import { stateOf, type World } from './state';

const heard: Link = { online: true, reachable: true, live: true, since: null, lastHeard: '2026-11-20T10:00:00Z', clockOffset: 0 };
const idle: Flight = { kind: 'idle' };
const world = (over: Partial<World> = {}): World => ({ now: Date.parse('2026-11-20T10:00:00Z'), link: heard, flight: idle, ...over });

const line = (over: Partial<OutboxLine>): OutboxLine => ({
  key: 'k1', consult: 'c', kind: 'submission', state: 'waiting', at: '2026-11-20T09:50:00Z', bytes: 1000, confirmed: 0,
  photo: null, code: null, arguments: {}, text: null, subject: null, mark: null, ...over,
});
const photoLine = (key: string, confirmed = 0): OutboxLine => line({ key, kind: 'photo', photo: key, bytes: 1000, confirmed });

const sealed = { id: 'c', sealedAt: '2026-11-20T09:50:00Z', storedAt: null, number: null, nextStep: null, submission: { photos: [{}, {}] } } as unknown as SealedCase;
const local = (over: Partial<LocalCase>): LocalCase => ({ id: 'c', draft: null, sealed: null, consult: null, outbox: [], ...over });

const consult = (over: Partial<Consult> = {}): Consult => ({
  id: 'c', number: 7, version: 1, contentVersion: 1, state: 'waiting', urgency: 'soon', template: 't', service: { id: 's', name: 'Dermatology' },
  patient: {} as Consult['patient'], question: '?', answers: null, sentAt: null, receivedAt: '2026-11-20T09:58:00Z', seenAt: null, claimedAt: null,
  advisedAt: null, readAt: null, closedAt: null, holder: null,
  nextStep: { kind: 'claim', due: '2026-11-20T14:00:00Z', who: 'Grace Auma', overdue: false },
  photos: [], photosExpected: 2, photosStored: 2, thread: [], requests: [], advice: [], timeline: [], isMine: true, ...over,
});
const holder = { id: 'o', name: 'Dr Okello' };
const advice = (over: Partial<Advice> = {}): Advice => ({
  id: 'a', at: '2026-11-20T11:20:00Z', by: { ...holder, role: null }, contentVersion: 1, adequacy: null, assessment: null,
  actions: [{ text: '1', who: null, by: null }, { text: '2', who: null, by: null }, { text: '3', who: null, by: null }],
  disposition: 'referUrgent', safetyNet: null, review: { value: 2, unit: 'wk' }, teachingPoint: null, reference: null, change: null, replaced: false, readAt: null, marks: [], ...over,
});
const request = (over: Partial<InformationRequest> = {}): InformationRequest =>
  ({ id: 'r', at: '', by: holder, slot: null, text: 'Since when?', givenAt: null, dropped: false, answer: null, ...over });

describe('before the server has stored it', () => {
  test('a draft is a draft', () => {
    expect(stateOf(local({ draft: { changedAt: 'x' } as LocalCase['draft'] }), world())).toMatchObject({ kind: 'draft', at: 'x', photos: null });
  });

  const waiting = { sealed, outbox: [line({}), photoLine('p1'), photoLine('p2')] };
  test.each<[string, Partial<World>, string]>([
    ['goes next', {}, 'next'],
    ['no network', { link: { ...heard, online: false } }, 'offline'],
    ['server away', { link: { ...heard, reachable: false } }, 'unreachable'],
    ['signed out', { flight: { kind: 'waiting', reason: 'signed-out', retryAt: null } }, 'signed-out'],
    ['server busy', { flight: { kind: 'waiting', reason: 'server-busy', retryAt: 5 } }, 'server-busy'],
    ['another case goes first', { flight: { kind: 'sending', key: 'x', consult: 'other' } }, 'next'],
  ])('saved: %s', (_, over, why) => {
    expect(stateOf(local(waiting), world(over))).toMatchObject({ kind: 'saved', why });
  });

  test('sending tells confirmed bytes and never rounds up to 100', () => {
    const flight: Flight = { kind: 'sending', key: 'k1', consult: 'c' };
    expect(stateOf(local(waiting), world({ flight }))).toMatchObject({ kind: 'sending', percent: 0, photo: null, of: 2 });
    const almost = { sealed, outbox: [line({ confirmed: 1000 }), photoLine('p1', 1000), photoLine('p2', 999)] };
    expect(stateOf(local(almost), world({ flight: { ...flight, key: 'p2' } }))).toMatchObject({ kind: 'sending', percent: 99, photo: 2 });
  });
});

describe('stored, then complete', () => {
  const stored: SealedCase = { ...sealed, storedAt: '2026-11-20T09:58:00Z', number: 7, nextStep: consult().nextStep };

  test('the receipt alone says stored, with what is promised, before the consult is here', () => {
    const state = stateOf(local({ sealed: stored, outbox: [photoLine('p2', 500)] }), world({ flight: { kind: 'sending', key: 'p2', consult: 'c' } }));
    expect(state).toMatchObject({ kind: 'stored', promise: { until: '2026-11-20T14:00:00Z', taken: true }, photos: { stored: 1, expected: 2, current: 2, percent: 50 } });
    expect(stateOf(local({ sealed: stored }), world())).toMatchObject({ kind: 'complete', photos: null });
  });

  test('photos of which nothing is known here still count as outstanding', () => {
    expect(stateOf(local({ consult: consult({ photosStored: 1 }) }), world())).toMatchObject({ kind: 'stored', photos: { stored: 1, expected: 2, current: null } });
    expect(stateOf(local({ consult: consult() }), world())).toMatchObject({ kind: 'complete', photos: null });
  });

  test('a photo still on its way is told in every later state too', () => {
    const seen = consult({ seenAt: '2026-11-20T09:59:00Z', photosStored: 1 });
    expect(stateOf(local({ consult: seen, outbox: [photoLine('p2')] }), world())).toMatchObject({ kind: 'seen', photos: { stored: 1, expected: 2 } });
  });
});

describe('with the hospital', () => {
  test.each<[string, Partial<Consult>, object]>([
    ['offered, not seen', { state: 'waiting' }, { kind: 'complete' }],
    ['not allocated', { state: 'unallocated', service: null }, { kind: 'complete' }],
    ['seen is not claimed', { seenAt: 's' }, { kind: 'seen', at: 's', service: 'Dermatology' }],
    ['claimed', { state: 'claimed', seenAt: 's', claimedAt: 'c', holder }, { kind: 'claimed', at: 'c', who: 'Dr Okello' }],
    ['advice that can still be taken back looks claimed', { state: 'advicePending', holder, claimedAt: 'c' }, { kind: 'claimed', who: 'Dr Okello' }],
    ['late names who acts now', {
      state: 'waiting', nextStep: { kind: 'claim', due: '2026-11-20T14:30:00Z', who: 'Grace Auma', overdue: true },
      timeline: [{ type: 'consultOverdue', at: '2026-11-20T14:00:00Z', by: null }],
    }, { kind: 'late', due: '2026-11-20T14:30:00Z', toldAt: '2026-11-20T14:00:00Z', who: 'Grace Auma', holder: null }],
    ['a new photo is asked', { state: 'needsRequester', requests: [request({ slot: 'R-mac' })] }, { kind: 'needsYou', need: { kind: 'photo', slot: 'R-mac', by: 'Dr Okello' } }],
    ['a question is asked', { state: 'needsRequester', requests: [request({ dropped: true, id: 'x' }), request()] }, { kind: 'needsYou', need: { kind: 'question', request: 'r' } }],
    ['answered', { state: 'answered', advice: [advice()] }, { kind: 'answered', who: 'Dr Okello', advice: 'a', disposition: 'referUrgent', conflict: false }],
    ['two answers that differ', { state: 'answered', advice: [advice(), advice({ id: 'b', by: { id: 'm', name: 'Dr Mensah', role: null }, disposition: 'manageLocally' })] }, { kind: 'answered', advice: 'b', conflict: true }],
    ['two answers of which one stands', {
      state: 'answered', advice: [advice(), advice({ id: 'b', by: { id: 'm', name: 'Dr Mensah', role: null }, disposition: 'manageLocally' })],
      conflict: { stands: 'a', reason: 'Seen before.', by: holder },
    }, { kind: 'answered', advice: 'a', conflict: false }],
    ['a changed answer is no conflict', { state: 'answered', advice: [advice({ replaced: true }), advice({ id: 'b', change: 'The report came.', disposition: 'manageLocally' })] }, { kind: 'answered', advice: 'b', conflict: false, changed: true }],
    ['read, with what was done', { state: 'read', readAt: 'r', advice: [advice({ marks: [{ line: 0, outcome: 'done', at: '' }, { line: 1, outcome: 'notDone', at: '' }] })] }, { kind: 'read', done: 1, of: 3 }],
    ['closed, with the review', { state: 'closed', closedAt: 'z', advice: [advice()] }, { kind: 'closed', at: 'z', askAgain: '2026-12-04T11:20:00.000Z' }],
    ['a photo the server refused', { photos: [{ id: 'p', slot: 'close', state: 'refused', refusalCode: 'photo.damaged' } as Photo] }, { kind: 'needsYou', need: { kind: 'photoRefused', code: 'photo.damaged' } }],
    ['a photo that server and phone have lost', { photos: [{ id: 'p', slot: 'close', state: 'arriving', lostAt: 'l' } as Photo] }, { kind: 'needsYou', need: { kind: 'photoRefused', photo: 'p', code: 'photo.lost-there' } }],
    ['... unless a later one took its place', { photos: [{ id: 'p', slot: 'close', state: 'refused' } as Photo, { id: 'q', slot: 'close', state: 'stored' } as Photo] }, { kind: 'complete' }],
  ])('%s', (_, over, expected) => {
    expect(stateOf(local({ consult: consult(over) }), world())).toMatchObject(expected);
  });
});

describe('what the worker did counts at once', () => {
  test('an answered question no longer asks, but says that it lies here', () => {
    const asked = consult({ state: 'needsRequester', requests: [request()], holder });
    const outbox = [line({ kind: 'answer', subject: 'r' })];
    expect(stateOf(local({ consult: asked, outbox }), world({ link: { ...heard, online: false } }))).toMatchObject({ kind: 'saved', why: 'offline' });
  });

  test('reading, marking and closing are shown before the server has heard of them', () => {
    const answered = consult({ state: 'answered', advice: [advice()] });
    const read = line({ kind: 'read', subject: 'a' });
    const mark = line({ kind: 'mark', subject: 'a', mark: { line: 2, outcome: 'done' } });
    expect(stateOf(local({ consult: answered, outbox: [read, mark] }), world())).toMatchObject({ kind: 'read', done: 1, of: 3 });
    expect(stateOf(local({ consult: answered, outbox: [read, line({ kind: 'close' })] }), world())).toMatchObject({ kind: 'closed' });
  });

  test('a refusal comes before everything else', () => {
    const refused = line({ state: 'refused', code: 'consent.required' });
    expect(stateOf(local({ sealed, outbox: [refused] }), world())).toMatchObject({ kind: 'needsYou', need: { kind: 'refused', code: 'consent.required' } });
  });
});

describe('a phone that hears nothing says so by itself', () => {
  const later = Date.parse('2026-11-20T15:00:00Z');
  test.each<[string, Partial<Consult>, number, string | null, boolean]>([
    ['promised time passed, last news older', {}, later, '2026-11-20T13:00:00Z', true],
    ['never heard', {}, later, null, true],
    ['news after the promised time', {}, later, '2026-11-20T14:30:00Z', false],
    ['promised time not reached', {}, Date.parse('2026-11-20T13:59:00Z'), '2026-11-20T10:00:00Z', false],
    ['it is the requester’s turn', { state: 'answered', advice: [advice()], nextStep: { kind: 'read', due: '2026-11-20T14:00:00Z', who: null, overdue: false } }, later, null, false],
    ['closed', { state: 'closed', nextStep: { kind: 'none', due: null, who: null, overdue: false } }, later, null, false],
  ])('%s', (_, over, now, lastHeard, silent) => {
    const state = stateOf(local({ consult: consult(over) }), world({ now, link: { ...heard, lastHeard } }));
    expect(state.silent !== null).toBe(silent);
  });
});
