import { readFileSync } from 'node:fs';
import stripAnsi from 'strip-ansi';

/** The lines of a recording as the tables see them: without line ends, escape sequences and NULs. */
export function recordingLines(name: string): readonly string[] {
  const raw = readFileSync(new URL(`../../fixtures/recordings/${name}`, import.meta.url), 'latin1');
  return stripAnsi(raw.replaceAll('\0', '')).split(/[\r\n]+/);
}

/** Whether a pattern has a quantifier without an upper bound, outside of escapes and character classes. */
export function isUnbounded(pattern: string): boolean {
  const operators = pattern.replace(/\\./g, '.').replace(/\[\^?\]?[^\]]*\]/g, '.');
  return /[*+]|\{\d+,\}/.test(operators);
}
