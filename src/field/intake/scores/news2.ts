import { part, result, rounded, type Known, type Rule } from './rule';

/** The points of the first step that the value does not exceed. */
const steps = (value: number, table: readonly (readonly [upTo: number, points: number])[]) => table.find(([upTo]) => value <= upTo)![1];
const rest = Number.POSITIVE_INFINITY;

function oxygen(saturation: number, onOxygen: boolean, second: boolean): number {
  if (!second) return steps(saturation, [[91, 3], [93, 2], [95, 1], [rest, 0]]);
  if (saturation > 92 && onOxygen) return steps(saturation, [[94, 1], [96, 2], [rest, 3]]);
  return steps(saturation, [[83, 3], [85, 2], [87, 1], [rest, 0]]);
}

const whole = (get: Known, name: string) => rounded(get(name), 0);

/**
 * NEWS2, 0 to 20. Scale 2 of the saturation only where somebody competent has set a target of 88 to 92 %; where nothing is said, scale 1.
 * Royal College of Physicians, London 2017. Not for people under 16 or in pregnancy.
 */
export const news2: Rule = {
  name: 'news2',
  parts: [
    part('respiratory-rate', 0, 120), part('saturation', 0, 100), part('oxygen', 0, 1), part('bp-systolic', 30, 300),
    part('heart-rate', 10, 300), part('not-alert', 0, 1), part('temperature', 25, 45), part('spo2-scale', 1, 2), part('age', 0, 130), part('pregnant', 0, 1),
  ],
  refuses: (get) => (get('age') !== null && get('age')! < 16 ? 'under-16' : get('pregnant') === 1 ? 'pregnant' : null),
  needs: () => ['respiratory-rate', 'saturation', 'oxygen', 'bp-systolic', 'heart-rate', 'not-alert', 'temperature', 'age'],
  compute: (get, has) => {
    const onOxygen = get('oxygen') === 1;
    const points = {
      'respiratory-rate': steps(whole(get, 'respiratory-rate'), [[8, 3], [11, 1], [20, 0], [24, 2], [rest, 3]]),
      'saturation': oxygen(whole(get, 'saturation'), onOxygen, has('spo2-scale') && get('spo2-scale') === 2),
      'oxygen': onOxygen ? 2 : 0,
      'bp-systolic': steps(whole(get, 'bp-systolic'), [[90, 3], [100, 2], [110, 1], [219, 0], [rest, 3]]),
      'heart-rate': steps(whole(get, 'heart-rate'), [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2], [rest, 3]]),
      'not-alert': get('not-alert') === 1 ? 3 : 0,
      'temperature': steps(rounded(get('temperature'), 1), [[35, 3], [36, 1], [38, 0], [39, 1], [rest, 2]]),
    };
    const total = Object.values(points).reduce((sum, one) => sum + one, 0);
    const band = total >= 7 ? 'high' : total >= 5 ? 'medium' : Object.values(points).includes(3) ? 'single' : 'low';
    return result({ total, band, points });
  },
};
