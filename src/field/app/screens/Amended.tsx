import type { CaseView } from '../../sync/api';
import type { TemplateItem } from '../../intake/template';
import { moment } from '../../words/times';
import { t } from '../../words/words';
import { go } from '../route';
import { template } from '../templates';
import { Note } from '../parts/bits';
import { Icon } from '../parts/Icon';

/** What was changed after sending, and the way to change more. */
export function Amended({ view }: { view: CaseView }) {
  const { consult, sealed, outbox } = view.case;
  const waiting = outbox.some((line) => line.kind === 'amend' && line.state === 'waiting');
  if (!consult && !sealed) return null;
  return (
    <>
      {(consult?.amendments ?? []).map(({ at, changed }) => (
        <p class="s quiet" key={at}><Icon name="pen" /> {t('amend.changed', { what: named(view.template, changed) })} · {moment(at)}</p>
      ))}
      {waiting && <Note tone="wait" icon="up" title={t('amend.waiting')}><p>{t('amend.waitingMore')}</p></Note>}
      {!waiting && consult?.state !== 'closed' && <button type="button" class="btn text" onClick={() => go(`/case/${view.id}/amend`)}><Icon name="pen" />{t('amend.open')}</button>}
    </>
  );
}

/** The questions whose answers were changed, as the form names them. */
function named(canonical: string, changed: readonly string[]): string {
  const all = (items: readonly TemplateItem[]): TemplateItem[] => items.flatMap((item) => [item, ...all(item.items)]);
  const items = all(template(canonical)?.items ?? []);
  const names = changed.map((linkId) => items.find((item) => item.linkId === linkId)?.text).filter((text) => text !== undefined);
  return names.length > 0 ? names.join(', ') : t('amend.answers');
}
