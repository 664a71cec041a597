import type { CloseOut, CloseOutQuestions } from './wire';

type Outcome = CloseOut['outcome'];
type Referral = CloseOut['referral'];

export interface Asked {
  readonly questions: CloseOutQuestions;
  readonly outcomes: readonly Outcome[];
  readonly referrals: readonly Referral[];
}

const homeCare = ['diabetic-foot', 'tube-feeding', 'hiv', 'diabetes', 'rheumatoid-arthritis'];

const asked: Record<CloseOutQuestions, Asked> = {
  champlain: {
    questions: 'champlain', outcomes: ['new', 'confirmed', 'notUseful', 'none'],
    referrals: ['avoided', 'stillNeeded', 'notNeeded', 'initiated', 'noBenefit', 'other'],
  },
  emergency: {
    questions: 'emergency', outcomes: ['inTime', 'late', 'tooLate', 'notUseful'],
    referrals: ['stayed', 'transferAvoided', 'transferred', 'transferInitiated', 'wentHome', 'died', 'other'],
  },
  homeCare: {
    questions: 'homeCare', outcomes: ['new', 'confirmed', 'notUseful', 'none'],
    referrals: ['homeAsBefore', 'tripAvoided', 'tripStillNeeded', 'tripInitiated', 'admitted', 'died', 'other'],
  },
};

/** The two questions of closing that fit the case's form, as on the server (Domain/Outcomes/CloseOut.cs). */
export function closeOutOf(template: string): Asked {
  const name = template.split('|')[0]!.split('/').at(-1)!;
  return asked[name.startsWith('emergency-') ? 'emergency' : homeCare.includes(name) ? 'homeCare' : 'champlain'];
}
