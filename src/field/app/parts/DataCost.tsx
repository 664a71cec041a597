import { useState } from 'preact/hooks';
import { bytes } from '../../words/times';
import { t } from '../../words/words';
import { field } from '../field';
import { price, costOf, sayPrice } from '../price';
import { Note } from './bits';
import { TextField } from './inputs';

/** Originals that nobody waits for, and what they wait for. */
export function OriginalsWait() {
  const waiting = field.cases.value.flatMap((view) => view.case.outbox).filter((line) => line.kind === 'original' && line.state === 'waiting');
  const by = field.originalsHeldBy.value;
  if (waiting.length === 0 || !by) return null;
  const size = waiting.reduce((sum, line) => sum + line.bytes - line.confirmed, 0);
  return <Note tone="info" icon="up" title={t('cost.originals', { count: waiting.length, size: bytes(size) })}><p>{t(`cost.held.${by}`)}</p></Note>;
}

/** What a megabyte costs here: cases say their price by it. */
export function BundlePrice() {
  const [amount, setAmount] = useState(price.value ? `${price.value.perMegabyte}` : '');
  const [currency, setCurrency] = useState(price.value?.currency ?? '');
  const say = (nextAmount: string, nextCurrency: string) => {
    setAmount(nextAmount);
    setCurrency(nextCurrency);
    sayPrice(nextAmount, nextCurrency);
  };
  return (
    <div class="pad stack">
      <div class="row top">
        <TextField class="grow" label={t('cost.price')} hint={t('cost.priceMore')} value={amount} mode="decimal" maxLength={10} onText={(text) => say(text, currency)} />
        <TextField class="third" label={t('cost.currency')} value={currency} capitals="characters" maxLength={3} onText={(text) => say(amount, text)} />
      </div>
    </div>
  );
}

/** "1.2 MB · KES 1.20" */
export const withCost = (count: number): string => [bytes(count), costOf(count)].filter(Boolean).join(' · ');
