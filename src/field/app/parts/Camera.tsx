import { useEffect, useRef, useState } from 'preact/hooks';
import type { Frame, Shot } from '../../intake/coach';
import { t, type WordKey } from '../../words/words';
import { Icon } from './Icon';
import { MoreIcon } from './MoreIcon';
import './camera.css';

interface Props {
  readonly title: string;
  /** How to take it; null: without a coach. */
  readonly shot: Shot | null;
  /** Why it is asked for again, in the specialist's words. */
  readonly asked?: string | null;
  readonly onFile: (file: File) => void;
  readonly onClose: () => void;
  /** The phone's own camera, where this app may not open it. */
  readonly onOther: () => void;
}

/** Why the app cannot open the camera itself: words `camera.<why>`. */
type Why = 'none' | 'denied' | 'busy' | 'missing';

/** As many pixels as there are; a browser gives what it has. */
const wanted: MediaStreamConstraints = { audio: false, video: { facingMode: { ideal: 'environment' }, width: { ideal: 4096 }, height: { ideal: 3072 } } };

/** How often light and steadiness are looked at while one aims. */
const lookEvery = 700;
const lookEdge = 96;
/** A camera that does not answer its own shutter within this time is photographed from its picture on the screen. */
const shutterPatience = 4_000;

/**
 * The camera inside the app: what it takes goes to its slot and nowhere else, so that no photo of a patient lies in the phone's gallery. Leaving it, also by
 * the phone's own "back", closes it; so it holds an entry of the history of its own, which goes before anything else happens.
 */
export function Camera({ title, shot, asked, onFile, onClose, onOther }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [why, setWhy] = useState<Why | null>(null);
  const [light, setLight] = useState<boolean | null>(null);
  const [front, setFront] = useState(false);
  const [tips, setTips] = useState(false);
  const [busy, setBusy] = useState(false);
  const [live, setLive] = useState<LiveLook | null>(null);
  const done = useRef<() => void>(onClose);

  useEffect(() => {
    dialog.current?.showModal();
    history.pushState({ camera: true }, '');
    let open: MediaStream | null = null;
    let gone = false;
    const left = () => done.current();
    const hidden = () => { if (document.visibilityState === 'hidden') history.back(); };
    addEventListener('popstate', left, { once: true });
    document.addEventListener('visibilitychange', hidden);
    void begin().then((begun) => {
      if (typeof begun === 'string') { if (!gone) setWhy(begun); return; }
      open = begun;
      if (gone) return stop(begun);
      const track = begun.getVideoTracks()[0];
      setFront(track?.getSettings().facingMode === 'user');
      setLight(track && 'torch' in (track.getCapabilities?.() ?? {}) ? false : null);
      setStream(begun);
    });
    return () => {
      gone = true;
      removeEventListener('popstate', left);
      document.removeEventListener('visibilitychange', hidden);
      if (open) stop(open);
    };
  }, []);

  useEffect(() => {
    const screen = video.current;
    if (!stream || !screen) return;
    screen.srcObject = stream;
    let before: Uint8ClampedArray | null = null;
    const timer = setInterval(() => {
      const pixels = frameOf(screen, lookEdge);
      if (!pixels) return;
      setLive(liveLook(pixels.data, before));
      before = pixels.data;
    }, lookEvery);
    return () => clearInterval(timer);
  }, [stream]);

  /** First the history's entry goes, then what follows: a screen that opened meanwhile would be left instead. */
  const leave = (then: () => void) => {
    done.current = then;
    history.back();
  };
  const take = async () => {
    if (!stream || !video.current || busy) return;
    setBusy(true);
    const photo = await shoot(stream, video.current);
    if (!photo) { setBusy(false); setWhy('busy'); return; }
    leave(() => onFile(new File([photo], 'photo.jpg', { type: photo.type })));
  };
  const turnLight = async () => {
    const on = !light;
    // "torch" is not in the types' lists yet.
    await stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).then(() => setLight(on), () => setLight(null));
  };

  return (
    <dialog ref={dialog} class="cam" aria-label={title} onCancel={(event) => { event.preventDefault(); leave(onClose); }}>
      <header>
        <button type="button" class="ib" onClick={() => leave(onClose)}><Icon name="back" flip />{t('back')}</button>
        <h2 class="grow">{title}</h2>
      </header>
      {why
        ? (
          <div class="camsays stack" role="alert">
            <p class="l"><b>{t(`camera.${why}`)}</b></p>
            <p>{t('camera.gallery')}</p>
            <button type="button" class="btn main" onClick={() => leave(onOther)}><Icon name="camera" />{t('camera.phone')}</button>
          </div>
        )
        : (
          <>
            <div class="camhint">
              {shot && <p><b>{[shot.far === null ? null : farWords(shot.far), shot.scale === 'ruler' ? t('coach.scale.ruler') : null].filter(Boolean).join(' ') || showWords(shot)}</b></p>}
              {asked ? <p dir="auto">{asked}</p> : shot && (shot.far !== null || shot.scale === 'ruler') && <p>{showWords(shot)}</p>}
              {front && <p class="camfront"><b>{t('camera.front')}</b></p>}
            </div>
            <div class="camview">
              <video ref={video} autoplay muted playsInline aria-label={t('camera.view')} />
              <Overlay frame={shot?.frame ?? 'close'} ruler={shot?.scale === 'ruler'} />
              {live && (live.dark || live.glare || live.moves) && (
                <p class="camlive">
                  {live.dark && <span><MoreIcon name="sun" />{t('camera.dark')}</span>}
                  {live.glare && <span><MoreIcon name="sun" />{t('camera.bright')}</span>}
                  {live.moves && <span><MoreIcon name="blur" />{t('camera.moves')}</span>}
                </p>
              )}
              {tips && shot && (
                <ul class="camtips">
                  <li>{showWords(shot)}</li>
                  {shot.far !== null && <li>{farWords(shot.far)}</li>}
                  {shot.scale === 'ruler' && <li>{t('coach.scale.ruler')} {t('coach.scaleSeen')}</li>}
                  <li>{t(`coach.light.${shot.light}` as WordKey)}</li>
                  <li>{t('coach.still')}</li>
                  <li>{t('camera.private')}</li>
                </ul>
              )}
            </div>
            <footer>
              {light === null ? <span /> : <button type="button" class="btn cambtn" aria-pressed={light} onClick={() => void turnLight()}><MoreIcon name="sun" />{t('camera.light')}</button>}
              <button type="button" class="camtake" disabled={!stream || busy} onClick={() => void take()}>{t('camera.take')}</button>
              {shot ? <button type="button" class="btn cambtn" aria-pressed={tips} onClick={() => setTips(!tips)}><Icon name="help" />{t('camera.tips')}</button> : <span />}
            </footer>
          </>
        )}
    </dialog>
  );
}

const showWords = (shot: Shot): string => t(`coach.show.${shot.show}` as WordKey);
export const farWords = (centimetres: number): string => (centimetres >= 100 ? t('coach.farMetre', { m: centimetres / 100 }) : t('coach.far', { cm: centimetres }));

async function begin(): Promise<MediaStream | Why> {
  if (!navigator.mediaDevices?.getUserMedia) return 'none';
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (e) {
    const { name } = e as DOMException;
    return name === 'NotAllowedError' || name === 'SecurityError' ? 'denied' : name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
  }
}

const stop = (stream: MediaStream) => stream.getTracks().forEach((track) => track.stop());

/** The camera's own shutter gives all its pixels; where a browser or a camera has none, the picture on the screen is taken. */
async function shoot(stream: MediaStream, screen: HTMLVideoElement): Promise<Blob | null> {
  const track = stream.getVideoTracks()[0];
  if (track && 'ImageCapture' in globalThis) {
    const shutter = new (globalThis as unknown as { ImageCapture: new (track: MediaStreamTrack) => { takePhoto(): Promise<Blob> } }).ImageCapture(track);
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), shutterPatience));
    const photo = await Promise.race([shutter.takePhoto().catch(() => null), late]);
    if (photo && photo.size > 0) return photo;
  }
  if (screen.videoWidth === 0) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: screen.videoWidth, height: screen.videoHeight });
  canvas.getContext('2d')?.drawImage(screen, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
}

function frameOf(screen: HTMLVideoElement, edge: number): ImageData | null {
  if (screen.videoWidth === 0) return null;
  const scale = edge / Math.max(screen.videoWidth, screen.videoHeight);
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(screen.videoWidth * scale), height: Math.round(screen.videoHeight * scale) });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(screen, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

interface LiveLook {
  readonly dark: boolean;
  readonly glare: boolean;
  readonly moves: boolean;
}

/** While one aims: too little light, much that is burnt out, a hand that moves. What counts is looked at once the photo is taken. */
function liveLook(now: Uint8ClampedArray, before: Uint8ClampedArray | null): LiveLook {
  let [sum, burnt, change] = [0, 0, 0];
  for (let i = 1; i < now.length; i += 4) {
    sum += now[i]!;
    if (now[i]! >= 250) burnt++;
    if (before) change += Math.abs(now[i]! - before[i]!);
  }
  const count = now.length / 4;
  return { dark: sum / count < 45, glare: burnt / count > 0.15, moves: before !== null && change / count > 14 };
}

/** Where to put what: drawn over the picture, never in it. */
function Overlay({ frame, ruler }: { frame: Frame; ruler: boolean }) {
  return (
    <svg class="camframe" viewBox="0 0 100 100" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {frame === 'round' && <circle cx="50" cy="50" r="44" />}
      {frame === 'close' && <path d="M18 30V18h12M70 18h12v12M82 66v12H70M30 78H18V66" />}
      {frame === 'region' && <path d="M8 20V6h14M78 6h14v14M92 80v14H78M22 94H8V80" />}
      {frame === 'sheet' && <path d="M16 4h68v92H16z" />}
      {ruler && <path class="camruler" d="M24 84h52v10H24zM30 84v4M37 84v4M44 84v4M51 84v6M58 84v4M65 84v4M71 84v4" />}
    </svg>
  );
}
