import { moment } from '../../words/times';
import { refusal, t } from '../../words/words';
import { field } from '../field';
import { slotName } from '../templates';
import { PatientStrip, Side } from '../parts/bits';
import { Icon } from '../parts/Icon';
import { Screen } from '../parts/Screen';
import { Preview } from '../parts/slots';
import { photoWords } from './Thread';

/** One photo of a case, large. */
export function PhotoLook({ id, photo: wantedPhoto }: { id: string; photo: string }) {
  const view = field.cases.value.find((one) => one.id === id);
  const photo = view?.photos.find((one) => one.id === wantedPhoto);
  if (!view || !photo) return <Screen title={t('case.gone')} back={`/case/${id}`}><p class="pad quiet">{t('case.goneMore')}</p></Screen>;
  const name = slotName(view.template)(photo.slot);
  return (
    <Screen
      title={name} sub={photoWords(photo)} back={`/case/${id}`}
      strip={<PatientStrip person={view.patient}>{photo.laterality !== 'none' && <span class="row"><Side side={photo.laterality} /><b>{photo.laterality === 'right' ? t('side.right') : t('side.left')}</b></span>}</PatientStrip>}
    >
      <div class="look tall"><Preview consult={id} photo={photo.id} alt={name} large /></div>
      <div class="list">
        {photo.takenAt && <div><Icon name="camera" /><span class="grow"><b>{t('photo.takenAt')}</b><span class="s quiet">{moment(photo.takenAt)}</span></span></div>}
        {photo.code && <div><Icon name="warn" /><span class="grow"><b>{t('photo.refused')}</b><span class="s">{refusal(photo.code)}</span></span></div>}
      </div>
    </Screen>
  );
}
