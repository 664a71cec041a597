import { useState } from 'preact/hooks';
import { bodyHeight, bodyWidth, codeOf, shapes, type Face } from '../../intake/body';
import type { FormItem, Value } from '../../intake/template';
import { same } from '../../intake/values';
import { t } from '../../words/words';
import { formWord } from '../formWords';
import { Segment, Side } from './bits';
import { Icon } from './Icon';

/**
 * The body to press on, front and back, as one sees the patient: with the letters of the patient's own sides, never mirrored by the language.
 * For keyboard and screen reader the same places stand in a list below; the drawing is only another way to the same choices.
 */
export function BodyMap({ item, onToggle }: { item: FormItem; onToggle: (item: FormItem, value: Value) => void }) {
  const values = item.answer?.values ?? [];
  const isOn = (key: string) => values.some((value) => item.options.some((option) => option.key === key && same(option.value, value)));
  const [face, setFace] = useState<Face>('front');
  const press = (key: string) => {
    const option = item.options.find((one) => one.key === key);
    if (option) onToggle(item, option.value);
  };
  const keys = item.options.map((option) => option.key);
  const chosen = item.options.filter((option) => isOn(option.key));
  const sides = face === 'front' ? (['right', 'left'] as const) : (['left', 'right'] as const);
  if (formWord('body.front') === null) return <p class="quiet">{t('loading')}</p>;
  return (
    <div class="stack tight">
      <Segment label={t('body.view')} wide value={face} onPick={(picked) => setFace(picked ?? face)} choices={[{ value: 'front', text: t('body.front') }, { value: 'back', text: t('body.back') }]} />
      <div class="body" dir="ltr">
        <Side side={sides[0]} />
        <svg viewBox={`0 0 ${bodyWidth} ${bodyHeight}`} aria-hidden="true">
          {shapes.filter((shape) => shape.face === face).map((shape) => {
            const key = codeOf(shape, keys);
            return <path key={shape.path} d={shape.path} class={key === null ? 'off' : isOn(key) ? 'on' : ''} data-place={key} onClick={() => { if (key !== null) press(key); }} />;
          })}
        </svg>
        <Side side={sides[1]} />
      </div>
      <div class="chips" role="group" aria-label={t('body.chosen')}>
        {chosen.map((option) => <button type="button" key={option.key} class="chip" aria-pressed={true} onClick={() => press(option.key)}><Icon name="tick" />{option.text}</button>)}
      </div>
      <details class="group">
        <summary><span class="grow">{t('body.list')}</span><Icon name="down" /></summary>
        <div class="chips" role="group" aria-label={item.text}>
          {item.options.map((option) => (
            <button type="button" key={option.key} class="chip" aria-pressed={isOn(option.key)} onClick={() => press(option.key)}>{isOn(option.key) && <Icon name="tick" />}{option.text}</button>
          ))}
        </div>
      </details>
    </div>
  );
}
