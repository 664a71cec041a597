import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Shot } from '../../intake/coach';
import { Camera } from './Camera';

/**
 * Opens the camera inside the app. Where that is impossible, the camera's screen says why and offers the phone's own, whose photos may lie in its gallery.
 */
export function CameraButton({ title, shot, asked, class: classes, children, label, disabled, onFile }: {
  title: string; shot: Shot | null; asked?: string | null; class: string; children: ComponentChildren; label?: string; disabled?: boolean; onFile: (file: File) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class={classes} aria-label={label} disabled={disabled} onClick={() => setOpen(true)}>{children}</button>
      <input
        ref={input} hidden type="file" accept="image/*" tabIndex={-1} aria-hidden="true" capture="environment"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = ''; // the same file may be chosen again
          if (file) onFile(file);
        }}
      />
      {open && (
        <Camera
          title={title} shot={shot} asked={asked ?? null} onClose={() => setOpen(false)}
          onFile={(file) => { setOpen(false); onFile(file); }}
          onOther={() => { setOpen(false); input.current?.click(); }}
        />
      )}
    </>
  );
}
