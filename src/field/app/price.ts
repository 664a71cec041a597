import { signal } from '@preact/signals';
import { locale } from '../words/words';
import { keep, read } from './settings';

/** What a megabyte costs with this phone's bundle, as its user says. */
export interface Price {
  readonly perMegabyte: number;
  /** ISO 4217. */
  readonly currency: string;
}

const key = 'teleconsult.price';

const isPrice = (value: unknown): value is Price => {
  const { perMegabyte, currency } = (value ?? {}) as Partial<Price>;
  return typeof perMegabyte === 'number' && perMegabyte > 0 && Number.isFinite(perMegabyte) && /^[A-Z]{3}$/.test(currency ?? '');
};

function kept(): Price | null {
  try {
    const value: unknown = JSON.parse(read(key) ?? 'null');
    return isPrice(value) ? value : null;
  } catch {
    return null;
  }
}

export const price = signal<Price | null>(kept());

/** Takes what was typed; anything that is no price takes the price away. */
export function sayPrice(perMegabyte: string, currency: string): void {
  const said = { perMegabyte: Number(perMegabyte.trim().replace(',', '.')), currency: currency.trim().toUpperCase() };
  price.value = isPrice(said) ? said : null;
  keep(key, JSON.stringify(price.value));
}

/** "KES 1.20"; null where no price is known. Megabytes are decimal, as bundles are sold. */
export function costOf(bytes: number, of: Price | null = price.value): string | null {
  if (!of) return null;
  return new Intl.NumberFormat(locale(), { style: 'currency', currency: of.currency, currencyDisplay: 'code', maximumFractionDigits: 2 }).format((bytes / 1e6) * of.perMegabyte);
}
