import { beforeAll, describe, expect, test } from 'vitest';
import { t, useLanguage, useLaterWords } from '../../words/words';
import { eyeWordsOf, outcomeWords, spokenGrades } from './eyes';

beforeAll(async () => {
  await useLanguage('en');
  await useLaterWords();
});

const healthy = /no damage/i;

describe('the words of one eye', () => {
  test('a graded eye: retinopathy, then the centre of sight', () => {
    expect(eyeWordsOf({ retinopathy: 'moderate', macula: 'nonCentre' })).toEqual({ title: 'Moderate damage by diabetes', more: ['Swelling near the centre of sight'], tone: 'judged' });
    expect(eyeWordsOf({ retinopathy: 'none', macula: 'none' }).title).toMatch(healthy);
  });

  test.each([
    ['not gradable', { ungradable: 'mediaOpacity' }],
    ['not gradable in other words', { ungradable: 'other', note: 'Asteroid hyalosis' }],
    ['both said at once', { retinopathy: 'none', macula: 'none', ungradable: 'blurred' }],
    ['nothing said', {}],
    ['a grade that this app does not know', { retinopathy: 'subclinical' as 'none', macula: 'none' }],
  ] as const)('%s: never reads as healthy, and says so', (_, eye) => {
    const said = eyeWordsOf(eye);
    expect([said.title, ...said.more].join(' ')).not.toMatch(healthy);
    expect(said.title).toBe(t('eye.plainUngradable'));
    expect(said.more).toContain(t('eye.notHealthy'));
    expect(said.tone).toBe('open');
  });

  test('an eye that the advice leaves out could not be judged', () => {
    for (const eye of [null, undefined]) expect(eyeWordsOf(eye)).toMatchObject({ title: t('eye.plainUngradable'), tone: 'open' });
  });

  test('a macula that is not said, or not to be seen, is open', () => {
    for (const macula of ['notAssessable', null, 'better' as 'none'] as const) expect(eyeWordsOf({ retinopathy: 'none', macula })).toMatchObject({ tone: 'open', more: [t('eye.plainMacula.notAssessable'), t('eye.notHealthy')] });
  });

  test('an eye that is not there is no open question', () => {
    expect(eyeWordsOf({ ungradable: 'noEye' })).toEqual({ title: t('eye.why.noEye'), more: [], tone: 'none' });
  });
});

test('what the table says, and what is open beside it', () => {
  expect(outcomeWords({ outcome: { recall: 'inThreeToSixMonths', notJudged: ['left'], table: 'ada-1' }, lessBecause: null }))
    .toMatchObject({ recall: 'Ophthalmologist in 3 to 6 months', open: t('eye.notJudged.left'), less: null });
  expect(outcomeWords({ outcome: { recall: 'lookAgain', notJudged: ['right', 'left'], table: 'ada-1' } }).open).toBe(t('eye.notJudged.both'));
  expect(outcomeWords({})).toEqual({ recall: null, open: null, less: null, table: null });
});

test('read aloud, each eye has its side named', () => {
  expect(spokenGrades({ right: { retinopathy: 'none', macula: 'none' }, left: { ungradable: 'smallPupil' } })).toEqual([
    'Right eye: No damage by diabetes seen, No swelling seen in the centre of sight',
    'Left eye: This eye could not be judged, Pupil too small, That does not mean that it is healthy.',
  ]);
});
