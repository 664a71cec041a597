import { useState } from 'preact/hooks';
import type { PatientDraft } from '../../shared/model';
import { t } from '../../words/words';
import { Segment } from './bits';
import { TextField } from './inputs';

/** Years, or months of a small child. */
export function AgeField({ age, onAge }: { age: PatientDraft['age']; onAge: (age: PatientDraft['age']) => void }) {
  const [unit, setUnit] = useState<'a' | 'mo'>(age?.unit ?? 'a');
  const [text, setText] = useState(age ? String(age.value) : '');
  const parsed = parseAge(text);
  const bad = text !== '' && (parsed === null || parsed > (unit === 'a' ? 120 : 36));
  const tell = (typed: string, as: 'a' | 'mo') => {
    setText(typed);
    setUnit(as);
    const value = parseAge(typed);
    onAge(value === null || value > (as === 'a' ? 120 : 36) ? null : { value, unit: as });
  };
  return (
    <TextField
      class="grow" label={t('patient.age')} value={text} mode="numeric" maxLength={3} onText={(typed) => tell(typed, unit)}
      warning={bad ? t(unit === 'a' ? 'patient.ageWrong' : 'patient.monthsWrong') : null}
      after={<Segment label={t('patient.ageUnit')} value={unit} onPick={(picked) => tell(text, picked ?? 'a')} choices={[{ value: 'a', text: t('age.years') }, { value: 'mo', text: t('age.months') }]} />}
    />
  );
}

const parseAge = (text: string): number | null => (/^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : null);
