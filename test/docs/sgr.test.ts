import { expect, test } from 'vitest';
import { pieces } from './sgr.ts';

test('takes a styled line apart, with columns', () => {
  expect(pieces('  \x1b[32m✔\x1b[39m load \x1b[1;2m0.3 s\x1b[22m')).toEqual([
    { text: '  ', column: 0, styles: [] },
    { text: '✔', column: 2, styles: ['green'] },
    { text: ' load ', column: 3, styles: [] },
    { text: '0.3 s', column: 9, styles: ['bold', 'dim'] },
  ]);
});

test('a reset ends every style', () => {
  expect(pieces('\x1b[1;36ma\x1b[0mb').map(({ styles }) => styles)).toEqual([['bold', 'cyan'], []]);
});
