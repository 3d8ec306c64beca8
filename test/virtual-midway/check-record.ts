import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BootResult } from '../../src/api/result.ts';
import { resultSchema } from '../../src/api/result.ts';

/** One row of `events.ndjson`. */
interface EventRow {
  readonly v: number;
  readonly ms: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What was said in the console: when, and what. */
interface Said {
  readonly ms: number;
  readonly text: string;
}

/** A run's record, read back. */
export interface RunRecord {
  readonly result: BootResult;
  readonly events: readonly EventRow[];
  readonly said: readonly Said[];
  /** What the record contradicts. */
  readonly problems: readonly string[];
}

/** Reads a record and checks that its files agree with each other and with what `--json` printed. */
export function checkRecord(out: string, printed: string, consoleMaySayNothing: boolean): RunRecord {
  const problems: string[] = [];
  const raw = readFileSync(join(out, 'console.raw'));
  const [header, ...rows] = lines(readFileSync(join(out, 'console.cast'), 'utf8'));
  if ((header as { version?: number } | undefined)?.version !== 2) problems.push('console.cast has no header');
  const said = (rows as [number, string, string][])
    .filter(([, direction]) => direction === 'o')
    .map(([seconds, , text]) => ({ ms: Math.round(seconds * 1000), text }));
  const heard = said.map(({ text }) => text).join('');
  if (raw.length === 0 && !consoleMaySayNothing) problems.push('console.raw is empty');
  if (new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw) !== heard) {
    problems.push(`console.raw (${raw.length} bytes) and console.cast (${heard.length} characters) differ`);
  }
  const events = lines(readFileSync(join(out, 'events.ndjson'), 'utf8')) as EventRow[];
  if (events.some(({ v, ms }, index) => v !== 1 || ms < (events[index - 1]?.ms ?? 0))) {
    problems.push('events.ndjson is not in order of time');
  }
  if (events.filter(({ type }) => type === 'verdict').length !== 1) problems.push('events.ndjson has not one verdict');
  const written: unknown = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  if (!isDeepStrictEqual(written, JSON.parse(printed))) problems.push('result.json is not what --json printed');
  const result = resultSchema.safeParse(written);
  if (!result.success) problems.push(`result.json breaks its schema: ${result.error.message}`);
  return { result: written as BootResult, events, said, problems };
}

function lines(ndjson: string): unknown[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** The goal's words: what was on the wire when the boot had passed. */
const GOALS: Readonly<Record<string, RegExp>> = {
  xen: /Xen version [^\n]*\n/g,
  'dom0-kernel': /(?:Linux version|Booting Linux on physical CPU)[^\n]*\n/g,
  'dom0-userspace': /login: /g,
};

/** How long the verdict took after the words that decided it, and which words those are; null when it is not known. */
export function verdictDelay({ result, events, said }: RunRecord): { ms: number; after: string } | null {
  const verdict = events.find(({ type }) => type === 'verdict');
  if (verdict === undefined) return null;
  const { cause, stage, findings } = result;
  if (cause !== null) {
    const finding = findings.find(({ id }) => id === cause.id);
    if (finding !== undefined && cause.at !== null) return { ms: verdict.ms - cause.at.ms, after: 'its line' };
    const last = said.findLast(({ ms }) => ms <= verdict.ms);
    return last === undefined ? null : { ms: verdict.ms - last.ms, after: 'the last byte' };
  }
  const goal = GOALS[stage ?? ''];
  if (goal === undefined) return null;
  const end = [
    ...said
      .map(({ text }) => text)
      .join('')
      .matchAll(goal),
  ].map((match) => match.index + match[0].length);
  let length = 0;
  const decisive = said.find(({ text }) => {
    length += text.length;
    return length >= (end.at(stage === 'dom0-userspace' ? -1 : 0) ?? Number.POSITIVE_INFINITY);
  });
  return decisive === undefined
    ? null
    : { ms: verdict.ms - decisive.ms, after: stage === 'dom0-userspace' ? 'the login prompt' : 'the version line' };
}
