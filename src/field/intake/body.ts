/** The body as forms name its places: shapes of a front and a back, each with the codes that it may stand for, the finest first. */

export type Face = 'front' | 'back';

export interface Shape {
  readonly face: Face;
  readonly codes: readonly string[];
  /** On a grid of 120 by 232. */
  readonly path: string;
}

export const bodyWidth = 120;
export const bodyHeight = 232;

/** Whose codes stand on the side of the picture where x is small: seen from the front that is the patient's right, from the back the left. */
const leftOfPicture = (face: Face) => (face === 'front' ? 'R' : 'L');

/** Halves as they stand where x is small; the other half is its mirror image. Coarser names follow for forms that ask less finely. */
const halves: Readonly<Record<Face, readonly (readonly [code: string, path: string, coarser?: string])[]>> = {
  front: [
    ['face', 'M60 14 47 14 47 20 49 29 55 35 60 36Z', 'head'],
    ['chest', 'M60 43 47 43 38 46 36 50 39 76 60 76Z', 'trunk-front'], ['belly', 'M60 76 39 76 38 104 48 110 60 110Z', 'trunk-front'],
    ['upper-arm-front', 'M37 46 30 51 28 60 25 80 34 83 38 64 36 50Z'], ['forearm-front', 'M25 80 34 83 28 110 19 108Z'], ['hand-front', 'M19 108 28 110 28 120 23 130 16 126 16 116Z'],
    ['thigh-front', 'M38 104 48 110 59 121 57 164 42 164 37 122Z'], ['lower-leg-front', 'M42 164 57 164 54 210 45 210Z'], ['foot-front', 'M45 210 54 210 56 224 50 228 41 226Z'],
  ],
  back: [
    ['upper-back', 'M60 43 47 43 38 46 36 50 39 76 60 76Z', 'trunk-back'], ['lower-back', 'M60 76 39 76 38 102 60 102Z', 'trunk-back'], ['buttock', 'M60 102 38 102 37 118 44 124 60 122Z'],
    ['upper-arm-back', 'M37 46 30 51 28 60 25 80 34 83 38 64 36 50Z'], ['forearm-back', 'M25 80 34 83 28 110 19 108Z'], ['hand-back', 'M19 108 28 110 28 120 23 130 16 126 16 116Z'],
    ['thigh-back', 'M37 118 44 124 59 122 57 164 42 164Z'], ['lower-leg-back', 'M42 164 57 164 54 210 45 210Z'], ['foot-back', 'M45 210 54 210 56 224 50 228 41 226Z'],
  ],
};

const middle: Readonly<Record<Face, readonly (readonly [codes: readonly string[], path: string])[]>> = {
  front: [
    [['scalp', 'head'], 'M47 14 48 8 54 3 66 3 72 8 73 14Z'], [['mouth', 'head'], 'M55 27 65 27 63 31 57 31Z'], [['neck-front', 'neck'], 'M54 35 66 35 67 43 53 43Z'],
    [['groin', 'genitals'], 'M48 110 72 110 62 121 58 121Z'],
  ],
  back: [[['scalp', 'head'], 'M47 22 47 14 48 8 54 3 66 3 72 8 73 14 73 22 70 31 50 31Z'], [['neck-back', 'neck'], 'M51 31 69 31 67 43 53 43Z']],
};

const mirrored = (path: string) => path.replace(/(\d+) (\d+)/g, (_, x: string, y: string) => `${bodyWidth - Number(x)} ${y}`);
const plain = (code: string) => code.replace(/-(front|back)$/, '');

export const shapes: readonly Shape[] = (['front', 'back'] as const).flatMap((face) => [
  ...halves[face].flatMap(([code, path, coarser]) => (['R', 'L'] as const).map((side) => ({
    face, path: side === leftOfPicture(face) ? path : mirrored(path),
    codes: [`${side}-${code}`, ...(code !== plain(code) ? [`${side}-${plain(code)}`] : []), ...(coarser ? [coarser] : [])],
  }))),
  ...middle[face].map(([codes, path]) => ({ face, codes, path })), // last: the mouth lies on the face
]);

/** The option that a shape stands for in a form; null where the form does not ask for that place. */
export const codeOf = (shape: Shape, offered: readonly string[]): string | null => shape.codes.find((code) => offered.includes(code)) ?? null;
