import { sinbadOf, sinbadParts } from '../../intake/sinbad';
import type { Template } from '../../intake/template';
import type { Answers } from '../../shared/answers';
import { t } from '../../words/words';

/** The score with its parts and its source; what it lacks where it cannot be computed. Nothing for a form without it, or before a first finding. */
export function SinbadCard({ form, answers }: { form: Template; answers: Answers }) {
  const score = sinbadOf(form, answers);
  if (!score || score.missing.length === sinbadParts.length) return null;
  const missing = score.missing.map((part) => t(`score.sinbad.part.${part}`)).join(', ');
  return (
    <section class="card stack tight" aria-label={t('score.sinbad.title')}>
      <p class="row"><b class="grow">{t('score.sinbad.title')}</b>{score.total !== null && <b class="num xl">{t('score.sinbad.total', { n: score.total })}</b>}</p>
      {score.total === null && <p class="s warn"><b>{t('score.sinbad.open', { what: missing })}</b></p>}
      <dl class="score s">
        {sinbadParts.map((part) => {
          const points = score.points[part];
          const size = part === 'area' && score.areaMm2 !== null ? t('score.sinbad.size', { n: score.areaMm2 / 100 }) : null;
          return (
            <>
              <dt>{t(`score.sinbad.part.${part}`)}</dt>
              <dd class="quiet">{points === null ? t('score.sinbad.missing') : size ?? t(points > 0 ? `score.sinbad.${part}.1` : `score.sinbad.${part}.0`)}</dd>
              <dd class="num"><b>{points ?? '–'}</b></dd>
            </>
          );
        })}
      </dl>
      <p class="s quiet">{t('score.sinbad.source')}</p>
    </section>
  );
}
