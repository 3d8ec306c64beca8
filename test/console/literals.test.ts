import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { LiteralFinder } from '../../src/console/literal-finder.ts';
import { neededLiterals } from '../../src/console/literals.ts';
import { splitPrefix } from '../../src/console/utterance.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import { recordingLines } from '../knowledge/console-lines.ts';

describe('neededLiterals', () => {
  test.each([
    ['^Panic on CPU \\d{1,4}:', ['Panic on CPU ']],
    ['^(?:Welcome to|You are in) emergency mode', [' emergency mode']],
    ['^(?:data abort|prefetch abort)$', ['data abort', 'prefetch abort']],
    ['abc|def', ['abc', 'def']],
    ['abc|\\d', null],
    ['(?:abc)?', null],
    ['(?:abc)?de', ['de']],
    ['(?:abc){0,3}', null],
    ['(?:abc){2}d', ['abc']],
    ['abc?', ['ab']],
    ['abc+d', ['abc']],
    ['ab*', ['a']],
    ['a[]|(]b\\|cd', ['b|cd']],
    ['a[^]]bc', ['bc']],
    ['\\x41bc', ['bc']],
    ['(?P<version>\\d{1,2})xy', ['xy']],
    ['(?i)abc', null],
    ['.{1,3}', null],
    ['', null],
  ])('%j cannot match without %j', (pattern, literals) => {
    expect(neededLiterals(pattern)).toEqual(literals);
  });

  const rows = [...SIGNATURES, ...MILESTONES];
  const lines = [
    ...rows.flatMap(({ examples, nearMisses }) => [...examples, ...nearMisses]),
    ...['ok-earlyprintk.log', 'ok-distro-xen.log', 'no-root.log', 'xen-missing-file.log'].flatMap(recordingLines),
  ].map((line) => splitPrefix(line).text);

  test.each(rows.map(({ pattern }) => pattern))('loses no match of %j', (pattern) => {
    const literals = neededLiterals(pattern);
    const automaton = RE2JS.compile(pattern);

    expect(literals).not.toBeNull();
    for (const line of lines) {
      if (!literals!.some((literal) => line.includes(literal)))
        expect([line, automaton.test(line)]).toEqual([line, false]);
    }
  });
});

test('LiteralFinder finds what includes() finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd') }),
      (words, text) => {
        const finder = new LiteralFinder(words.map((each, index) => [each, index]));

        const expected = words.flatMap((each, index) => (text.includes(each) ? [index] : []));
        expect([...finder.find(text)].sort((a, b) => a - b)).toEqual(expected);
      },
    ),
  );
});
