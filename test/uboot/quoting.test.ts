import { expect, test } from 'vitest';
import { MidwayError } from '../../src/errors.ts';
import { bareWord, ownLine, quote } from '../../src/uboot/quoting.ts';

test.each(['console=hvc0 root=/dev/sda2', 'a;b & c | d # e', '$HOME "x" <0x0>', ''])(
  '%j is one word for hush',
  (value) => {
    expect(quote(value, 'the dom0 arguments')).toBe(`'${value}'`);
  },
);

test.each([
  ["it's", "' at character 3"],
  ['a\\b', '\\ at character 2'],
  ['a\rb', 'U+000D at character 2'],
  ['a\x03', 'U+0003 at character 2'],
  ['caf\u00e9', 'U+00E9 at character 4'],
])('%j is refused, with the character and the reason', (value, where) => {
  expect(() => quote(value, 'the Xen arguments')).toThrow(MidwayError);
  expect(() => quote(value, 'the Xen arguments')).toThrow(where);
});

test.each(['xen image', 'xen;reset', '$x', '', "x'y"])('the path %j is refused unquoted', (value) => {
  expect(() => bareWord(value, 'the path of xen')).toThrow(MidwayError);
});

test('a line of the lab’s own goes as it is, unless it would hide the question for its status', () => {
  expect(ownLine('mw.l 800000 0 10', 'x')).toBe('mw.l 800000 0 10');
  expect(() => ownLine('setenv a b # note', 'x')).toThrow('comment');
});
