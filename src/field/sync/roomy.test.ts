import { expect, test } from 'vitest';
import { isRoomy } from './roomy';

test.each([
  [undefined, true], [{ type: 'wifi', effectiveType: '4g' }, true], [{ effectiveType: '4g' }, true], [{ type: 'ethernet' }, true],
  [{ type: 'cellular', effectiveType: '4g' }, false], [{ type: 'wifi', effectiveType: '2g' }, false], [{ effectiveType: '3g' }, false],
  [{ type: 'wifi', effectiveType: '4g', saveData: true }, false], [{ type: 'none' }, false],
])('originals go over %j: %s', (connection, goes) => expect(isRoomy({ connection })).toBe(goes));
