import type { Milestone } from '../knowledge/milestone.ts';
import type { Signature } from '../knowledge/signature.ts';
import { readable } from './clean.ts';
import { Automata, RowSet } from './rows.ts';

/** The failure and success knowledge, compiled once for every console that is watched with it. */
export class Tables {
  /** What finished lines are searched for. */
  readonly lines: RowSet;
  /** What may stand on the unfinished line: prompts, and `(initramfs) `, which waits for input and never ends its line. */
  readonly tails: RowSet;
  readonly #automata = new Automata();

  constructor(signatures: readonly Signature[], milestones: readonly Milestone[]) {
    this.lines = new RowSet(
      this.#automata,
      milestones.filter(({ where }) => where === 'line'),
      signatures,
    );
    this.tails = new RowSet(
      this.#automata,
      milestones.filter(({ where }) => where === 'tail'),
      signatures.filter(({ tail }) => tail === true),
    );
  }

  /** The named groups of a milestone that matched. */
  captures(row: Milestone, text: string): Record<string, string> {
    const automaton = this.#automata.of(row);
    const names = Object.keys(automaton.namedGroups());
    if (names.length === 0) return {};
    const matcher = automaton.matcher(text);
    if (!matcher.find()) return {};
    return Object.fromEntries(names.map((name) => [name, readable(matcher.group(name) ?? '')]));
  }
}
