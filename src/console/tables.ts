import { RE2JS } from 're2js';
import type { Milestone } from '../knowledge/milestone.ts';
import type { Signature } from '../knowledge/signature.ts';
import { RowSet } from './rows.ts';

/** The failure and success knowledge, compiled once for every console that is watched with it. */
export class Tables {
  /** What finished lines are searched for. */
  readonly lines: RowSet;
  /** What may stand on the unfinished line: prompts, and `(initramfs) `, which waits for input and never ends its line. */
  readonly tails: RowSet;
  readonly #captures = new Map<Milestone, RE2JS>();

  constructor(signatures: readonly Signature[], milestones: readonly Milestone[]) {
    this.lines = new RowSet(
      milestones.filter(({ where }) => where === 'line'),
      signatures,
    );
    this.tails = new RowSet(
      milestones.filter(({ where }) => where === 'tail'),
      signatures.filter(({ tail }) => tail === true),
    );
  }

  /** The named groups of a milestone that matched. Slow: for hits only. */
  captures(row: Milestone, text: string): Record<string, string> {
    let compiled = this.#captures.get(row);
    if (compiled === undefined) {
      compiled = RE2JS.compile(row.pattern);
      this.#captures.set(row, compiled);
    }
    const names = Object.keys(compiled.namedGroups());
    if (names.length === 0) return {};
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return {};
    return Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? '']));
  }
}
