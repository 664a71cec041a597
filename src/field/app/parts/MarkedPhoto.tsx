import type { PhotoMarks } from '../../shared/wire';
import type { Id } from '../../shared/model';
import { language } from '../../words/words';
import { isDrawn, markWords, pathOf } from '../view/marks';
import { Preview } from './slots';

/** What the specialist has drawn over one's photos, each with its marks in words below: numbers join the two. The photo itself is as it was taken. */
export function MarkedPhotos({ consult, marked, nameOf }: { consult: Id; marked: readonly PhotoMarks[]; nameOf: (photo: Id) => string }) {
  return <>{marked.filter(isDrawn).map((one) => <MarkedPhoto key={one.photo} consult={consult} one={one} name={nameOf(one.photo)} />)}</>;
}

function MarkedPhoto({ consult, one, name }: { consult: Id; one: PhotoMarks; name: string }) {
  const unit = Math.max(one.width, one.height) / 100;
  return (
    <figure class="marked card flush" dir="ltr">
      <div class="look">
        <div class="under">
          <Preview consult={consult} photo={one.photo} alt={name} large />
          <svg viewBox={`0 0 ${one.width} ${one.height}`} aria-hidden="true">
            {one.marks.map((mark, i) => {
              const path = pathOf(mark, unit);
              const [x = 0, y = 0] = mark.points;
              return (
                <g key={mark.id}>
                  {path && <><path d={path} stroke="#000" stroke-width={unit * 1.3} opacity="0.7" /><path d={path} stroke-width={unit * 0.7} /></>}
                  <circle cx={x} cy={y} r={unit * 2.8} />
                  <text x={x} y={y + unit * 1.3} font-size={unit * 3.8}>{i + 1}</text>
                </g>
              );
            })}
          </svg>
        </div>
      </div>
      <figcaption class="pad" dir="auto">
        <b>{name}</b>
        <ol>{one.marks.map((mark, i) => <li key={mark.id} dir="auto"><b class="num">{i + 1}</b> {markWords(mark, language())}</li>)}</ol>
      </figcaption>
    </figure>
  );
}
