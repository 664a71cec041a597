import type { Id } from '../shared/model';
import type { NewEntry } from '../store/schema';
import { language } from '../words/words';
import type { Field } from './api';
import { amendEntry, anotherEntry, answerEntry, closeEntry, markEntry, messageEntry, readBackEntry, readEntry, referralEntry, reportEntry, type Occasion } from './compose';
import { now, urgencyOf, type Desk } from './desk';

type Requests = Pick<Field, 'postMessage' | 'answerRequest' | 'markRead' | 'readBack' | 'markAction' | 'followReferral' | 'reportReply' | 'askAnother' | 'amendAnswers' | 'closeCase' | 'sayTyping' | 'openCase' | 'leaveCase' | 'lookAgain'
  | 'keepText' | 'keptText' | 'sendAgain' | 'giveUp' | 'tryNow'>;

/** What a worker does on a case that is sent. Each is safe on this phone before it leaves. */
export function requests(desk: Desk): Requests {
  const on = (consult: Id): Occasion => ({ consult, at: now(), emergency: urgencyOf(desk.caseOf(consult)) === 'emergency' });

  const write = async (entry: NewEntry): Promise<void> => {
    await desk.store().outbox.add(entry);
    await desk.seen();
    desk.go();
  };

  return {
    postMessage: (consult, text) => write(messageEntry(on(consult), text, language())),
    answerRequest: (consult, request, text) => write(answerEntry(on(consult), request, text)),
    markRead: (consult, advice) => write(readEntry(on(consult), advice)),
    readBack: (consult, advice, text) => {
      const reading = desk.caseOf(consult)?.outbox.find((line) => line.kind === 'read' && line.subject === advice && line.state === 'waiting');
      return write(readBackEntry(on(consult), advice, text, language(), reading?.key ?? null));
    },
    markAction: (consult, advice, line, outcome, reason) => write(markEntry(on(consult), advice, line, outcome, reason)),
    followReferral: (consult, referral, mark, note) => {
      const before = desk.caseOf(consult)?.outbox.filter((line) => line.kind === 'referral' && line.subject === referral && line.state === 'waiting').at(-1);
      return write(referralEntry(on(consult), referral, mark, note, before?.key ?? null));
    },
    reportReply: (consult, advice, text, wantsAnother) => write(reportEntry(on(consult), advice, text, wantsAnother, language())),
    askAnother: (consult, text) => write(anotherEntry(on(consult), text, language())),
    amendAnswers: (consult, answers, seen) => write(amendEntry(on(consult), answers, seen)),
    closeCase: (consult, closeOut) => write(closeEntry(on(consult), closeOut)),
    sayTyping: (consult) => desk.live()?.hub.typing(consult),
    openCase: (consult) => desk.live()?.hub.open(consult),
    leaveCase: (consult) => desk.live()?.hub.leave(consult),
    lookAgain: (consult) => void desk.live()?.look(consult),

    keepText: (key, text) => desk.store().keepText(key, text),
    keptText: (key) => desk.store().keptText(key),

    async sendAgain(consult) {
      await desk.store().outbox.again(consult);
      desk.go();
    },

    async giveUp(key) {
      const entry = await desk.store().outbox.get(key);
      // The case itself is mended, never given up here: words of a patient do not vanish by one tap.
      if (entry && entry.kind !== 'submission') await desk.store().outbox.giveUp(key);
      await desk.seen();
    },

    tryNow: () => desk.live()?.goNow() ?? Promise.resolve(),
  };
}
