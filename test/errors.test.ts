import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERRORS } from '../src/errors.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = new Map([...readme.matchAll(/^\| `(MWS_[A-Z_]+)` \|.*$/gm)].map(([row, code]) => [code, row]));

test('README.md has exactly the codes of the program', () => {
  expect([...rows.keys()]).toEqual(Object.keys(ERRORS));
});

test.each(Object.entries(ERRORS))('README.md tells exit code, cause and hint of %s', (code, { exit, cause, hint }) => {
  const cells = (rows.get(code) ?? '').split(' | ');

  expect([cells[1], cells[2], cells[4]?.replace(/ \|$/, '').replaceAll('\\|', '|')]).toEqual([
    String(exit),
    `\`${cause}\``,
    hint,
  ]);
});

test('every code that README.md names exists', () => {
  const named = [...readme.matchAll(/MWS_[A-Z_]+/g)].map(([code]) => code);

  expect(named.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
});
