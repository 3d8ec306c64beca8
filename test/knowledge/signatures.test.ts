import { RE2JS, RE2Set } from 're2js';
import { describe, expect, test } from 'vitest';
import { BOOT_STAGES } from '../../machines/boot/stages.ts';
import { CAUSE_CLASSES, CAUSE_PREFIXES } from '../../src/api/verdict.ts';
import { splitPrefix } from '../../src/console/utterance.ts';
import type { Signature } from '../../src/knowledge/signature.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import { isUnbounded, recordingLines } from './console-lines.ts';

const compiled = new Map(SIGNATURES.map((row) => [row, RE2JS.compile(row.pattern)]));

/** Whether the row's pattern and speakers take this line. */
function takes(row: Signature, line: string): boolean {
  const { speaker, text } = splitPrefix(line);
  if (speaker !== null && row.speakers !== undefined && !row.speakers.includes(speaker)) return false;
  return compiled.get(row)!.matcher(text).find();
}

/** Ids that the machine gives itself, so that no row may have them. */
const RESERVED = /^(?:(?:lab|firmware|uboot|xen|dom0|userspace)\.(?:silent|reset|limit)$|log\.|internal\.|check\.)/;

describe('the table', () => {
  test('has ids that are unique and well-formed', () => {
    const ids = SIGNATURES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[a-z0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(CAUSE_PREFIXES).toContain(id.split('.')[0]);
      expect(id).not.toMatch(RESERVED);
    }
  });

  test('compiles into one set, in which each row finds its own examples', () => {
    const set = new RE2Set();
    for (const { pattern } of SIGNATURES) set.add(pattern);
    set.compile();
    for (const [index, row] of SIGNATURES.entries()) {
      for (const example of row.examples) expect([...set.match(splitPrefix(example).text)]).toContain(index);
    }
  });
});

describe.each(SIGNATURES.map((row) => [row.id, row] as const))('%s', (_id, row) => {
  test('is complete', () => {
    expect(row.stages.length).toBeGreaterThan(0);
    for (const stage of row.stages) expect(BOOT_STAGES).toContain(stage);
    expect(new Set(row.stages).size).toBe(row.stages.length);
    expect(CAUSE_CLASSES).toContain(row.class);
    expect(row.examples.length).toBeGreaterThan(0);
    expect(row.nearMisses.length).toBeGreaterThan(0);
    for (const text of [row.meaning, row.hint]) expect(text).toMatch(/[.?`]$/);
    for (const text of [row.versions, row.source]) expect(text).not.toBe('');
  });

  test('has no unbounded quantifier', () => {
    expect(isUnbounded(row.pattern)).toBe(false);
    if (row.quote?.until !== undefined) expect(isUnbounded(row.quote.until)).toBe(false);
  });

  test('quotes lines that are there to be quoted', () => {
    if (row.quote?.until === undefined) return;
    RE2JS.compile(row.quote.until);
    expect(row.quote.after ?? 0).toBeGreaterThan(0);
  });

  test.each(row.examples)('matches %j', (example) => {
    expect(takes(row, example)).toBe(true);
  });

  test.each(row.examples)('is the first to match %j in each of its stages', (example) => {
    for (const stage of row.stages) {
      const first = SIGNATURES.find((other) => other.stages.includes(stage) && takes(other, example));
      expect([stage, first?.id]).toEqual([stage, row.id]);
    }
  });

  test.each(row.nearMisses)('does not match %j', (line) => {
    expect(takes(row, line)).toBe(false);
  });
});

describe('recordings', () => {
  /** The rows that take each line of a recording, in the order of the lines. */
  const findings = (name: string, rows: readonly Signature[]) => {
    const set = new RE2Set();
    for (const { pattern } of rows) set.add(pattern);
    set.compile();
    return recordingLines(name).flatMap((line) => {
      const candidates = set.match(splitPrefix(line).text).map((index) => rows[index]!);
      return candidates.filter((row) => takes(row, line)).map((row) => ({ id: row.id, line }));
    });
  };
  const fatal = SIGNATURES.filter(({ severity }) => severity === 'fatal');

  test.each(['ok-earlyprintk.log', 'ok-distro-xen.log'])('%s has nothing to complain of, in any stage', (name) => {
    expect(findings(name, SIGNATURES)).toEqual([]);
  });

  test('no-root.log is told as a missing root, by the first line that says so', () => {
    expect(findings('no-root.log', fatal)[0]).toEqual({
      id: 'dom0.no-root',
      line: '[    6.154876] No filesystem could mount root, tried: ',
    });
  });

  test('xen-missing-file.log explains the failed load first', () => {
    const suspects = SIGNATURES.filter(({ suspect }) => suspect === true);
    const ids = findings('xen-missing-file.log', suspects).map(({ id }) => id);
    expect(ids).toEqual(['tftp.file-not-found', 'uboot.not-a-zimage']);
  });
});
