import { RE2JS, RE2Set } from 're2js';
import type { BootStage } from '../../machines/boot/stages.ts';
import type { Speaker } from '../knowledge/signature.ts';

interface Row {
  readonly pattern: string;
  readonly stages: readonly BootStage[];
  readonly speakers?: readonly Speaker[];
}

/** A table of patterns compiled into one linear-time automaton; matches come in the table's order. */
export class RowSet<R extends Row> {
  readonly #rows: readonly R[];
  readonly #set = new RE2Set();
  readonly #armed: readonly ReadonlySet<BootStage>[];
  readonly #captures = new Map<R, RE2JS>();

  constructor(rows: readonly R[]) {
    this.#rows = rows;
    this.#armed = rows.map((row) => new Set(row.stages));
    for (const row of rows) this.#set.add(row.pattern);
    this.#set.compile();
  }

  /** The rows armed in `stage` that match what `speaker` said. */
  match(text: string, stage: BootStage, speaker: Speaker): R[] {
    const hits = this.#set.match(text);
    if (hits.length === 0) return NONE;
    const rows: R[] = [];
    for (const index of hits.length === 1 ? hits : hits.sort((a, b) => a - b)) {
      const row = this.#rows[index];
      if (row === undefined || this.#armed[index]?.has(stage) !== true) continue;
      if (row.speakers === undefined || row.speakers.includes(speaker)) rows.push(row);
    }
    return rows;
  }

  /** The capture groups of a row that matched; named ones by name. Slow: for hits only. */
  captures(row: R, text: string): Record<string, string> {
    let compiled = this.#captures.get(row);
    if (compiled === undefined) {
      compiled = RE2JS.compile(row.pattern);
      this.#captures.set(row, compiled);
    }
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return {};
    const names = Object.keys(compiled.namedGroups());
    return Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? '']));
  }
}

const NONE: never[] = [];
