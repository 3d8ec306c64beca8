import { RE2JS, RE2Set } from 're2js';
import type { BootStage } from '../../machines/boot/stages.ts';
import type { Speaker } from '../knowledge/signature.ts';

interface Row {
  readonly pattern: string;
  readonly stages: readonly BootStage[];
  readonly speakers?: readonly Speaker[];
}

/**
 * A table of patterns as linear-time automata, one for each stage, made when the stage is first looked at: all rows in one
 * would take longer to compile than a boot of the fake board lasts. Matches come in the table's order.
 */
export class RowSet<R extends Row> {
  readonly #rows: readonly R[];
  readonly #stages = new Map<BootStage, { readonly rows: readonly R[]; readonly set: RE2Set }>();
  readonly #captures = new Map<R, RE2JS>();

  constructor(rows: readonly R[]) {
    this.#rows = rows;
  }

  /** The rows armed in `stage` that match what `speaker` said. */
  match(text: string, stage: BootStage, speaker: Speaker): R[] {
    const { rows, set } = this.#stages.get(stage) ?? this.#compile(stage);
    const hits = set.match(text);
    if (hits.length === 0) return NONE;
    return hits
      .sort((a, b) => a - b)
      .flatMap((index) => rows[index] ?? [])
      .filter(({ speakers }) => speakers === undefined || speakers.includes(speaker));
  }

  #compile(stage: BootStage): { readonly rows: readonly R[]; readonly set: RE2Set } {
    const rows = this.#rows.filter(({ stages }) => stages.includes(stage));
    const set = new RE2Set();
    for (const { pattern } of rows) set.add(pattern);
    set.compile();
    const compiled = { rows, set };
    this.#stages.set(stage, compiled);
    return compiled;
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
