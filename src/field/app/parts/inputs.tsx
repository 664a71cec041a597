import type { ComponentChildren, TargetedInputEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../../words/words';
import { Icon } from './Icon';

interface TextProps {
  readonly label: ComponentChildren;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly area?: boolean;
  readonly hint?: ComponentChildren;
  readonly warning?: string | null;
  readonly maxLength?: number | null;
  readonly mode?: 'text' | 'numeric' | 'decimal' | 'tel';
  readonly type?: 'text' | 'date' | 'password';
  readonly complete?: string;
  readonly capitals?: 'characters' | 'words' | 'none' | 'sentences';
  readonly onLeave?: () => void;
  readonly required?: boolean;
  readonly big?: boolean;
  readonly blurred?: boolean;
  readonly after?: ComponentChildren;
  /** What stands after the field may go below it. */
  readonly wrap?: boolean;
  readonly class?: string;
}

/** A field with its label. While it has the focus the worker's own text rules: an echo that comes late from the store never takes a letter away. */
export function TextField(props: TextProps) {
  const id = useId();
  const [text, setText] = useState(props.value);
  const focused = useRef(false);
  useEffect(() => {
    if (!focused.current) setText(props.value);
  }, [props.value]);

  // The types know one union a kind of input; all kinds used here take the same attributes.
  const type = (props.type ?? 'text') as 'text';
  const note = props.warning ? `${id}-n` : props.hint ? `${id}-h` : undefined;
  const shared = {
    id,
    class: `inp${props.blurred ? ' hidden-text' : ''}`,
    value: text,
    maxLength: props.maxLength ?? undefined,
    inputMode: props.mode,
    autoComplete: props.complete ?? 'off',
    autoCapitalize: props.capitals,
    required: props.required,
    'aria-invalid': props.warning ? true : undefined,
    'aria-describedby': note,
    dir: props.type === 'password' ? undefined : ('auto' as const),
    onFocus: () => (focused.current = true),
    onBlur: () => {
      focused.current = false;
      setText(props.value);
      props.onLeave?.();
    },
    onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setText(event.currentTarget.value);
      props.onText(event.currentTarget.value);
    },
  };
  return (
    <div class={props.class}>
      <label class={props.big ? 'lab l' : 'lab'} for={id}>{props.label}</label>
      {props.area
        ? <textarea {...shared} rows={3} onInput={(event) => { grow(event.currentTarget); shared.onInput(event as never); }} />
        : props.after
          ? <div class={props.wrap ? 'row wrap' : 'row'}><input {...shared} type={type} class={`${shared.class} grow`} />{props.after}</div>
          : <input {...shared} type={type} />}
      {props.warning ? <p class="hint warn" id={`${id}-n`} role="status">{props.warning}</p> : props.hint ? <p class="hint" id={`${id}-h`}>{props.hint}</p> : null}
    </div>
  );
}

/** A textarea grows with its words, so that one sees what one has written. */
function grow(area: HTMLTextAreaElement): void {
  if (area.scrollHeight > area.clientHeight + 2) area.style.blockSize = `${area.scrollHeight + 6}px`;
}

/** Button with a camera or a folder behind it. The input itself is reachable by keyboard through the button. */
export function FileButton({ camera, class: classes, children, onFile, label, disabled }: {
  camera: boolean; class: string; children: ComponentChildren; onFile: (file: File) => void; label?: string; disabled?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={classes} aria-label={label} disabled={disabled} onClick={() => input.current?.click()}>{children}</button>
      <input
        ref={input} hidden type="file" accept="image/*" tabIndex={-1} aria-hidden="true"
        capture={camera ? 'environment' : undefined}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = ''; // the same file may be chosen again
          if (file) onFile(file);
        }}
      />
    </>
  );
}

/** The field one writes messages in, with its round button. */
export function Writer({ text, label, onText, onSend, onTyping }: { text: string; label: string; onText: (text: string) => void; onSend: () => void; onTyping?: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.blockSize = '';
    if (text && box.scrollHeight > box.clientHeight) box.style.blockSize = `${box.scrollHeight + 4}px`;
  }, [text]);
  return (
    <form class="write" onSubmit={(event) => { event.preventDefault(); if (text.trim()) onSend(); }}>
      <textarea
        ref={area} class="inp" rows={1} dir="auto" value={text} placeholder={label} aria-label={label}
        onInput={(event) => { onText(event.currentTarget.value); onTyping?.(); }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) { event.preventDefault(); onSend(); }
        }}
      />
      <button type="submit" class="round" aria-label={t('message.send')} disabled={!text.trim()}><Icon name="send" flip /></button>
    </form>
  );
}
