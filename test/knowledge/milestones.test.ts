import { RE2JS, RE2Set } from 're2js';
import { describe, expect, test } from 'vitest';
import { splitPrefix } from '../../src/console/utterance.ts';
import { MILESTONE_EVENTS } from '../../src/knowledge/milestone.ts';
import { MILESTONES, milestonesOf } from '../../src/knowledge/milestones.ts';
import { autobootPattern, MIDWAY, promptPattern } from '../../src/knowledge/profile.ts';
import { isUnbounded, recordingLines } from './console-lines.ts';

const compiled = new Map<string, RE2JS>();

function finds(pattern: string, line: string): boolean {
  const re = compiled.get(pattern) ?? RE2JS.compile(pattern);
  compiled.set(pattern, re);
  return re.matcher(splitPrefix(line).text).find();
}

test('every event has a row, and all rows compile into one set', () => {
  expect(new Set(MILESTONES.map(({ event }) => event))).toEqual(new Set(MILESTONE_EVENTS));
  const set = new RE2Set();
  for (const { pattern } of MILESTONES) set.add(pattern);
  set.compile();
  expect([...set.match('Starting kernel ...')]).toHaveLength(1);
});

describe.each(MILESTONES.map((row) => [`${row.event} on a ${row.where}`, row] as const))('%s', (_name, row) => {
  test('is armed somewhere and bounded', () => {
    expect(row.stages.length).toBeGreaterThan(0);
    expect(isUnbounded(row.pattern)).toBe(false);
  });

  test.each(row.examples)('matches %j', (example) => {
    expect(finds(row.pattern, example)).toBe(true);
  });

  test.each(row.nearMisses)('does not match %j', (line) => {
    expect(finds(row.pattern, line)).toBe(false);
  });
});

describe('good recordings', () => {
  const LINES = ['saw.ubootBanner', 'saw.autoboot', 'saw.startingKernel', 'saw.xenVersion', 'saw.dom0Building'];
  const THEN = ['saw.handover', 'saw.dom0Kernel', 'saw.xenSupport', 'saw.hvc0', 'saw.userspace', 'saw.loginPrompt'];

  test.each(['ok-earlyprintk.log', 'ok-distro-xen.log'])(
    '%s shows the milestones in their order, each once',
    (name) => {
      const rows = MILESTONES.filter(({ where }) => where === 'line');
      const seen = recordingLines(name).flatMap((line) =>
        rows.filter(({ pattern }) => finds(pattern, line)).map(({ event }) => event),
      );
      const order = seen.filter((event, index) => seen.indexOf(event) === index);
      expect(order.filter((event) => event !== 'saw.ubootSign' && event !== 'saw.xenEntered')).toEqual([
        ...LINES,
        ...THEN,
      ]);
      expect(seen.filter((event) => event === 'saw.ubootBanner')).toHaveLength(1);
      expect(order.includes('saw.xenEntered')).toBe(name === 'ok-earlyprintk.log');
    },
  );

  test('the versions are captured', () => {
    const versionOf = (event: string, line: string) => {
      const row = MILESTONES.find((each) => each.event === event)!;
      const matcher = RE2JS.compile(row.pattern).matcher(splitPrefix(line).text);
      return matcher.find() ? matcher.group('version') : null;
    };
    const lines = recordingLines('ok-distro-xen.log');
    const first = (event: string) => lines.map((line) => versionOf(event, line)).find((version) => version != null);
    expect(first('saw.ubootBanner')).toBe('2023.01');
    expect(first('saw.xenVersion')).toBe('4.17.5');
    expect(first('saw.dom0Kernel')).toBe('6.1.0-50-armmp-lpae');
  });
});

describe('a profile of its own', () => {
  test('replaces the prompt and the countdown, operators taken literally', () => {
    const rows = milestonesOf({ ...MIDWAY, prompts: ['ECX.2000 (v1)# '], autoboot: [{ text: 'Stop? [y]', key: 'y' }] });
    const prompt = rows.find(({ event }) => event === 'saw.ubootPrompt')!;
    expect(finds(prompt.pattern, 'ECX.2000 (v1)# ')).toBe(true);
    expect(finds(prompt.pattern, 'ECXx2000 (v1)# ')).toBe(false);
    expect(finds(prompt.pattern, '=> ')).toBe(false);
    const autoboot = rows.find(({ event }) => event === 'saw.autoboot')!;
    expect(finds(autoboot.pattern, 'Stop? [y] 3')).toBe(true);
  });

  test('patterns are anchored', () => {
    expect(promptPattern(['=> '])).toBe('^(?:=> )$');
    expect(autobootPattern([{ text: 'Hit any key', key: ' ' }])).toBe('^(?:Hit any key)');
  });
});
