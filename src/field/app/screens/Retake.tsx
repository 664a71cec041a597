import { useState } from 'preact/hooks';
import { shotOf } from '../../intake/coach';
import type { Finding, LocalPhoto } from '../../shared/model';
import type { CaseView } from '../../sync/api';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { nameOf } from '../templates';
import { CameraButton } from '../parts/CameraButton';
import { FindingLines, KeepAnyway } from '../parts/Findings';
import { FileButton } from '../parts/inputs';
import { Icon } from '../parts/Icon';

/** A new photo for exactly one slot. `target`: the request that asked for it, or the photo that was refused; `why`: what was asked for, in words. */
export function Retake({ view, target, code, slot, why }: { view: CaseView; target: string; code: string; slot: string; why?: string | null }) {
  const [said, say] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [held, hold] = useState<{ file: File; camera: boolean; url: string; findings: readonly Finding[] } | null>(null);
  const send = async (file: File, camera: boolean, kept?: LocalPhoto['kept']) => {
    setBusy(true);
    const result = await field.retakePhoto(view.id, target, file, camera || !file.lastModified ? undefined : new Date(file.lastModified).toISOString(), kept);
    setBusy(false);
    drop();
    say(result.ok ? null : refusal(result.code, result.arguments));
  };
  const drop = () => hold((now) => { if (now) URL.revokeObjectURL(now.url); return null; });
  // It would be sent at once: what is found wanting is said before.
  const take = async (file: File, camera: boolean) => {
    setBusy(true);
    const findings = await field.lookAt(view.id, target, file);
    if (findings.length === 0) return send(file, camera);
    setBusy(false);
    drop();
    hold({ file, camera, url: URL.createObjectURL(file), findings });
  };
  const shot = shotOf(nameOf(view.template), code);
  return (
    <>
      {said && <p class="s warn" role="alert"><b>{said}</b></p>}
      {held && (
        <div class="list box" role="status">
          <div class="look"><img src={held.url} alt={slot} /></div>
          <FindingLines findings={held.findings} />
          <KeepAnyway findings={held.findings} kept={undefined} onKeep={(kept) => void send(held.file, held.camera, kept)} />
          <button type="button" class="btn text" disabled={busy} onClick={() => void send(held.file, held.camera)}>{t('coach.sendSo')}</button>
        </div>
      )}
      <div class="row wrap">
        <CameraButton title={slot} shot={shot} asked={why ?? null} class="btn grow" disabled={busy} label={t('photos.take', { slot })} onFile={(file) => void take(file, true)}><Icon name="camera" />{busy ? t('photos.busy') : t(held ? 'photos.againLong' : 'request.take')}</CameraButton>
        <FileButton camera={false} class="btn plain grow" disabled={busy} onFile={(file) => void take(file, false)}><Icon name="file" />{t('photos.fromPhone')}</FileButton>
      </div>
    </>
  );
}
