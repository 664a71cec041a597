import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../words/words';
import { contacts } from '../settings';
import { follow, go, href, path, up } from '../route';
import { Icon } from './Icon';

interface Props {
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
  /** The screen above; absent where there is none. */
  readonly back?: string | (() => void);
  /** In place of title and back: the home screen's own bar. */
  readonly bar?: ComponentChildren;
  /** The patient strip. It never scrolls away. */
  readonly strip?: ComponentChildren;
  readonly banner?: ComponentChildren;
  readonly dock?: ComponentChildren;
  readonly dockColumn?: boolean;
  readonly mode?: 'emergency';
  readonly children: ComponentChildren;
}

/** The frame of every screen: bar with Emergency and patient strip at the top, the main button at the bottom. */
export function Screen({ title, sub, back, bar, strip, banner, dock, dockColumn, mode, children }: Props) {
  const main = useRef<HTMLElement>(null);
  const address = path.value;
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · ${t('app.name')}`;
    // A new screen begins at its top, also for those who hear it; the list beside a case stays where it is.
    if (!bar) {
      main.current?.focus({ preventScroll: true });
      (main.current?.closest('.pane') ?? document.scrollingElement)?.scrollTo({ top: 0 });
    }
  }, [address]);

  return (
    <div class="screen" data-mode={mode}>
      <header class="top">
        <div class="bar">
          {bar ?? (
            <>
              {back !== undefined && (
                <button type="button" class="ib" onClick={() => (typeof back === 'string' ? up(back) : back())}>
                  <Icon name="back" flip />
                  {t('back')}
                </button>
              )}
              <h1>
                {title}
                <small>{sub}</small>
              </h1>
            </>
          )}
          {mode === 'emergency' ? <CallButton /> : <EmergencyButton />}
        </div>
        {strip}
      </header>
      <main ref={main} tabIndex={-1}>{banner}{children}</main>
      {dock && <nav class={dockColumn ? 'dock col' : 'dock'} aria-label={t('dock')}>{dock}</nav>}
    </div>
  );
}

function EmergencyButton() {
  return (
    <button type="button" class="sos" onClick={() => go('/emergency')}>
      <span><Icon name="emergency" />{t('urgency.emergency')}</span>
    </button>
  );
}

function CallButton() {
  const number = contacts.value?.number;
  if (!number) return null;
  return <a class="sos" href={`tel:${number}`}><span><Icon name="call" />{t('emergency.call', { number })}</span></a>;
}

export function Banner({ icon, tone, title, text, to, onClick }: {
  icon: Parameters<typeof Icon>[0]['name']; tone?: 'emergency' | 'info'; title: string; text?: string | undefined; to?: string; onClick?: () => void;
}) {
  const inner = (
    <>
      <Icon name={icon} />
      <span class="grow"><b>{title}</b>{text && <span>{text}</span>}</span>
      {(to || onClick) && <Icon name="next" flip />}
    </>
  );
  const classes = `banner ${tone ?? ''}`;
  if (to) return <a class={classes} href={href(to)} onClick={follow}>{inner}</a>;
  if (onClick) return <button type="button" class={classes} onClick={onClick}>{inner}</button>;
  return <div class={classes} role="status">{inner}</div>;
}
