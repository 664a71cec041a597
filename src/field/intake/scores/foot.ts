import { part, result, rounded, type Get, type Rule } from './rule';

/** University of Texas: grade by depth, stage by infection and ischaemia. Lavery LA and others, J Foot Ankle Surg 1996;35:528-531. */
export const texas: Rule = {
  name: 'texas',
  parts: [part('ulcer-depth', 0, 3), part('ulcer-infected', 0, 1), part('ulcer-ischaemic', 0, 1)],
  compute: (get) => result({ grade: `${get('ulcer-depth')}${'ABCD'[get('ulcer-infected') + 2 * get('ulcer-ischaemic')]!}` }),
};

/** Above it the vessels cannot be pressed shut, and the index says nothing. */
const highestIndex = 1.3;

const toe = (get: Get) => get('toe-pressure') !== null;
const index = (get: Get) => { const abi = get('ankle-brachial'); return abi !== null && abi <= highestIndex; };

function ischaemia(get: Get): number {
  if (toe(get)) {
    const pressure = get('toe-pressure')!;
    return pressure >= 60 ? 0 : pressure >= 40 ? 1 : pressure >= 30 ? 2 : 3;
  }
  const abi = rounded(get('ankle-brachial')!, 2);
  return abi >= 0.8 ? 0 : abi >= 0.6 ? 1 : abi >= 0.4 ? 2 : 3;
}

/**
 * WIfI: its three components and no sum; the stage needs the table of the SVS. Toe pressure goes before the index.
 * Mills JL and others, J Vasc Surg 2014;59:220-234.
 */
export const wifi: Rule = {
  name: 'wifi',
  parts: [part('wifi-wound', 0, 3), part('wifi-infection', 0, 2), part('wifi-systemic', 0, 1), part('ankle-brachial', 0, 3), part('toe-pressure', 0, 250)],
  needs: (get) => ['wifi-wound', 'wifi-infection', ...(toe(get) || index(get) ? [] : ['toe-pressure'])],
  compute: (get, has) => {
    const known: Get = (name) => (has(name) ? get(name) : null);
    const infection = get('wifi-infection') > 0 && known('wifi-systemic') === 1 ? 3 : get('wifi-infection');
    return result({ grade: `W${get('wifi-wound')} I${ischaemia(known)} fI${infection}` });
  },
};
