import { expect, test } from 'vitest';
import { isRoomy, originalsHeldBy } from './roomy';

test.each([
  [undefined, true], [{ type: 'wifi', effectiveType: '4g' }, true], [{ effectiveType: '4g' }, true], [{ type: 'ethernet' }, true],
  [{ type: 'cellular', effectiveType: '4g' }, false], [{ type: 'wifi', effectiveType: '2g' }, false], [{ effectiveType: '3g' }, false],
  [{ type: 'wifi', effectiveType: '4g', saveData: true }, false], [{ type: 'none' }, false],
])('originals go over %j: %s', (connection, goes) => expect(isRoomy({ connection })).toBe(goes));

const battery = (level: number, charging = false) => Object.assign(new EventTarget(), { level, charging });

test.each([
  [{ connection: { type: 'cellular' } }, false, null, 'mobile'], [{ connection: { type: 'cellular' } }, true, null, null],
  [{ connection: { saveData: true, type: 'wifi' } }, false, null, 'saver'], [{ connection: { effectiveType: '2g' } }, false, null, 'slow'],
  [{}, false, battery(0.15), 'battery'], [{}, false, battery(0.15, true), null], [{}, false, battery(0.5), null],
  // Who lets originals go over any network has not said that they may empty the phone.
  [{ connection: { type: 'wifi' } }, true, battery(0.1), 'battery'],
])('over %j (any network: %s) originals are held by %#', (nav, anywhere, power, by) => expect(originalsHeldBy(anywhere, nav, power)).toBe(by));
