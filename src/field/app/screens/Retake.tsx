import { useState } from 'preact/hooks';
import type { CaseView } from '../../sync/api';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { FileButton } from '../parts/inputs';
import { Icon } from '../parts/Icon';

/** A new photo for exactly one slot. `target`: the request that asked for it, or the photo that was refused. */
export function Retake({ view, target, slot }: { view: CaseView; target: string; slot: string }) {
  const [said, say] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File, camera: boolean) => {
    setBusy(true);
    const result = await field.retakePhoto(view.id, target, file, camera || !file.lastModified ? undefined : new Date(file.lastModified).toISOString());
    setBusy(false);
    say(result.ok ? null : refusal(result.code, result.arguments));
  };
  return (
    <>
      {said && <p class="s warn" role="alert"><b>{said}</b></p>}
      <div class="row wrap">
        <FileButton camera class="btn grow" disabled={busy} label={t('photos.take', { slot })} onFile={(file) => void take(file, true)}><Icon name="camera" />{busy ? t('photos.busy') : t('request.take')}</FileButton>
        <FileButton camera={false} class="btn plain grow" disabled={busy} onFile={(file) => void take(file, false)}><Icon name="file" />{t('photos.fromPhone')}</FileButton>
      </div>
    </>
  );
}
