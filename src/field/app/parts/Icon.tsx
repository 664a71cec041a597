/** A stroke by default; "f" is filled, "ff" filled and stroked, "cut" a stroke in the colour of the ground. */
type Stroke = string | readonly [kind: 'f' | 'ff' | 'cut', d: string];

const circle = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const octagon = 'M8 2h8l6 6v8l-6 6H8l-6-6V8z';
const bubble = 'M4 4h16v12.5H10.5L6 20.5v-4H4z';

/** Every drawing of the app, on a grid of 24. */
const drawings = {
  back: ['M15 5l-7 7 7 7'],
  next: ['M9 5l7 7-7 7'],
  down: ['M5 9l7 7 7-7'],
  menu: ['M4 6h16M4 12h16M4 18h16'],
  plus: ['M12 5v14M5 12h14'],
  x: ['M6 6l12 12M18 6L6 18'],
  tick: ['M5 13l4.5 4.5L19 7'],
  ticks: ['M2 13l4 4 8.5-9M11.5 16l1 1L21.5 8'],
  up: ['M12 20V5M6 11l6-6 6 6'],
  send: ['M4 12l16-8-5 16-3.5-6.5z'],
  phone: ['M8.5 2h7a2 2 0 012 2v16a2 2 0 01-2 2h-7a2 2 0 01-2-2V4a2 2 0 012-2zM11 18h2'],
  claim: [circle(9, 7.5, 3.8), 'M2.5 21c0-4.5 2.5-7 6.5-7 1 0 2 .2 2.8.6M13.5 18l2.7 2.7L22 14.5'],
  answer: [['ff', bubble], ['cut', 'M8.2 10.3l2.6 2.5 5-5.2']],
  bubble: [bubble],
  read: ['M3 10l9-6.5L21 10v10.5H3z', 'M3.5 10.5L12 16l8.5-5.5'],
  acted: ['M9 4H5v17.5h14V4h-4', 'M9 2.5h6V6H9zM8.5 14l2.5 2.5 4.5-5'],
  pen: ['M4 20l1-5L16 4l4 4L9 19z'],
  camera: ['M3 8h4l2-3h6l2 3h4v12H3z', circle(12, 13.5, 3.5)],
  file: ['M6 2.5h8l5 5v14H6z', 'M14 2.5v5h5'],
  clock: [circle(12, 12, 9), 'M12 7v5l3.5 2'],
  call: ['M5.5 3H10l1.5 5L9 10a12 12 0 005 5l2-2.5 5 1.5v4.5c0 1.5-1 2.5-2.5 2.5C10.5 21 3 13.5 3 5.5 3 4 4 3 5.5 3z'],
  nonet: ['M4 20v-3M9 20v-7M14 20V10M16.5 3.5l5 5M21.5 3.5l-5 5'],
  net: ['M4 20v-3M9 20v-7M14 20V9M19 20V4'],
  warn: ['M12 3.5L22 20.5H2z', 'M12 10v5M12 17.7v.1'],
  person: [circle(12, 8, 4), 'M4 21c0-5 3.5-8 8-8s8 3 8 8'],
  home: ['M3 11l9-8 9 8v10h-6v-6H9v6H3z'],
  lock: ['M7 11h10a2 2 0 012 2v6a2 2 0 01-2 2H7a2 2 0 01-2-2v-6a2 2 0 012-2z', 'M8 11V8a4 4 0 018 0v3'],
  eye: ['M2.5 12S6.3 5.5 12 5.5 21.5 12 21.5 12 17.7 18.5 12 18.5 2.5 12 2.5 12z', circle(12, 12, 2.8)],
  hide: ['M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM4 4l16 16'],
  speaker: ['M3.5 9v6H8l5 4.5v-15L8 9z', 'M16.5 9a4.2 4.2 0 010 6M19 6.5a8 8 0 010 11'],
  book: ['M3 5h6l3 2 3-2h6v14h-6l-3 2-3-2H3zM12 7v14'],
  conflict: ['M3 4h8v16H3zM13 4h8v16h-8zM5.5 9h3M15.5 9h3M5.5 13h3M15.5 13h3'],
  data: ['M8 20V5M4 9l4-4 4 4M16 4v15M12 15l4 4 4-4'],
  globe: [circle(12, 12, 9), 'M3 12h18M12 3c3.5 4 3.5 14 0 18-3.5-4-3.5-14 0-18z'],
  moon: ['M20.5 14.5A8.5 8.5 0 019.5 3.5a8.5 8.5 0 1011 11z'],
  help: [circle(12, 12, 9), 'M9.2 9.5a2.8 2.8 0 115.6 0c0 2-2.8 2-2.8 4.3M12 17v.1'],
  refresh: ['M4 11a8 8 0 0114-4.5L20.5 9M20.5 4v5h-5M20 13a8 8 0 01-14 4.5L3.5 15M3.5 20v-5h5'],
  leave: ['M14 4H5v16h9M10 12h11M17 8l4 4-4 4'],
  bin: ['M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6'],

  emergency: [['f', octagon], ['cut', 'M12 7v6M12 16.8v.2']],
  urgent: [['f', 'M12 2l11 20H1z'], ['cut', 'M12 9v6M12 18.4v.1']],
  soon: [circle(12, 12, 9), 'M12 7v5l3.5 2'],
  routine: [circle(12, 12, 9), 'M8 12h8'],

  skin: ['M4 6.5c5-3 11 3 16 0v11c-5 3-11-3-16 0z', ['f', circle(9, 10.5, 1.4) + circle(14.5, 11, 1.7) + circle(11, 14, 1.1)]],
  retina: ['M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z', circle(12, 12, 3.3), ['f', circle(12, 12, 1.2)]],
  foot: ['M8 8.500c0 4 1 5.500 1 8.500a4 4 0 008 0c0-4 1-5 1-8.500 0-3-2-4.500-5-4.500s-5 1.500-5 4.500z', ['f', circle(5.5, 4.2, 1.3) + circle(4.6, 8.2, 1.1)]],
  unsure: [circle(12, 12, 9.5), 'M9 9.5a3 3 0 116 0c0 2.2-3 2.3-3 4.8M12 17.5v.1'],
} satisfies Record<string, readonly Stroke[]>;

export type IconName = keyof typeof drawings;

/** A drawing beside its words: never alone, so a screen reader passes over it. */
export function Icon({ name, flip }: { name: IconName; flip?: boolean }) {
  return (
    <svg class={flip ? 'flip' : undefined} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {(drawings[name] as readonly Stroke[]).map((stroke) =>
        typeof stroke === 'string' ? <path d={stroke} /> : <path class={stroke[0]} d={stroke[1]} />)}
    </svg>
  );
}
