import { useState } from 'preact/hooks';
import type { Finding, KeptReason, LocalPhoto } from '../../shared/model';
import { t } from '../../words/words';
import { Icon } from './Icon';
import { TextField } from './inputs';
import { MoreIcon, type MoreIconName } from './MoreIcon';

const icons: Readonly<Record<Finding, MoreIconName>> = { blurry: 'blur', dark: 'sun', bright: 'sun', glare: 'sun', small: 'small', noScale: 'ruler', twice: 'twins', elsewhere: 'twins' };

/** Reasons that fit what was found, most likely first. */
function reasonsFor(findings: readonly Finding[]): KeptReason[] {
  const has = (...some: Finding[]) => some.some((one) => findings.includes(one));
  return [
    ...(has('noScale') ? ['scaleThere' as const, 'noRuler' as const] : []),
    ...(has('blurry') ? ['moves' as const] : []),
    ...(has('dark') ? ['noLight' as const] : []),
    'looksGood', 'cannotRepeat',
    ...(has('blurry', 'noScale') ? ['hurts' as const] : []),
    'other',
  ];
}

/** What the phone finds wanting, one line each with what to do. It advises; the worker decides. */
export function FindingLines({ findings }: { findings: readonly Finding[] }) {
  return (
    <>
      {findings.map((one) => (
        <div class="finding" key={one}>
          <MoreIcon name={icons[one]} />
          <span class="grow"><b>{t(`coach.found.${one}`)}</b><span class="s quiet">{t(`coach.mend.${one}`)}</span></span>
          <span class="fix"><Icon name="warn" />{t('coach.fix')}</span>
        </div>
      ))}
    </>
  );
}

/** "Use it anyway? Say why": the reason goes to the specialist with the photo. */
export function KeepAnyway({ findings, kept, onKeep }: { findings: readonly Finding[]; kept: LocalPhoto['kept'] | undefined; onKeep: (kept: NonNullable<LocalPhoto['kept']>) => void }) {
  const [own, setOwn] = useState<string | null>(kept?.reason === 'other' ? kept.words ?? '' : null);
  return (
    <div class="whykeep stack tight" role="group" aria-label={t('coach.whyKeep')}>
      <p><b>{t('coach.whyKeep')}</b> <span class="s quiet">{t('coach.whyKeepMore')}</span></p>
      <div class="chips">
        {reasonsFor(findings).map((reason) => (
          <button type="button" class="chip" key={reason} aria-pressed={kept?.reason === reason || (reason === 'other' && own !== null)} onClick={() => (reason === 'other' ? setOwn(own ?? '') : onKeep({ reason, words: null }))}>
            {t(`coach.kept.${reason}`)}
          </button>
        ))}
      </div>
      {own !== null && (
        <>
          <TextField label={t('coach.otherWhy')} value={own} onText={setOwn} maxLength={200} />
          <button type="button" class="btn wide" disabled={!own.trim()} onClick={() => onKeep({ reason: 'other', words: own.trim() })}>{t('coach.keepSo')}</button>
        </>
      )}
    </div>
  );
}

/** "Blurry, no ruler seen. Kept: patient moves" */
export function checkWords(findings: readonly Finding[], kept: { readonly reason: KeptReason | null; readonly words: string | null } | undefined): string {
  const found = findings.map((one) => t(`coach.found.${one}`)).join(', ');
  const why = !kept?.reason ? t('coach.noReason') : kept.reason === 'other' ? kept.words ?? '' : t(`coach.kept.${kept.reason}`);
  return t('coach.keptBecause', { found, why });
}
