import { locale } from './words';

const day = 86_400_000;
const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "14:02" */
export function clock(at: string | number | Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** "14:02" today, "Thu 17:00" within a week, "Fri 27 Nov, 17:00" beyond. */
export function moment(at: string | number | Date, now: number = Date.now()): string {
  const date = new Date(at);
  const days = Math.round((startOfDay(date) - startOfDay(new Date(now))) / day);
  if (days === 0) return clock(date);
  if (Math.abs(days) < 7) return `${new Intl.DateTimeFormat(locale(), { weekday: 'short' }).format(date)} ${clock(date)}`;
  return `${calendarDay(date)}, ${clock(date)}`;
}

/** "Fri 27 Nov" */
export function calendarDay(at: string | number | Date): string {
  const parts = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short' });
  return parts.format(new Date(at)).replace(/[,،]/, '');
}

/** "in 2 hours", "3 minutes ago" */
export function relative(at: string | number | Date, now: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 90) return format.format(seconds, 'second');
  if (size < 5_400) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 129_600) return format.format(Math.round(seconds / 3_600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}

/** "31 KB", "1.2 MB": decimal units, as data bundles are sold. */
export function bytes(count: number): string {
  const unit = count < 999_500 ? 'kilobyte' : 'megabyte';
  const value = unit === 'kilobyte' ? Math.max(1, Math.round(count / 1000)) : count / 1e6;
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value).replace(/\bkB\b/, 'KB');
}
