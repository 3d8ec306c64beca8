import { RE2JS } from 're2js';
import type { BootStage } from '../../machines/boot/stages.ts';
import type { Milestone } from '../knowledge/milestone.ts';
import type { Signature, Speaker } from '../knowledge/signature.ts';
import { LiteralFinder } from './literal-finder.ts';
import { neededLiterals } from './literals.ts';

type Row = Milestone | Signature;

/** The rows that match a text, in the order of their tables. */
export interface Known {
  readonly milestones: readonly Milestone[];
  readonly signatures: readonly Signature[];
}

/** The rows of one stage, milestones first, and what tells which of them a text may match. */
interface Armed {
  readonly rows: readonly Row[];
  readonly finder: LiteralFinder;
  /** Rows about whose matches nothing is known. */
  readonly always: readonly number[];
}

const NOTHING: Known = { milestones: [], signatures: [] };

/** Linear-time automata of the rows, each made when a text first looks like its row. */
export class Automata {
  readonly #compiled = new Map<Row, RE2JS>();

  of(row: Row): RE2JS {
    let compiled = this.#compiled.get(row);
    if (compiled === undefined) {
      compiled = RE2JS.compile(row.pattern);
      this.#compiled.set(row, compiled);
    }
    return compiled;
  }
}

/**
 * Tables of patterns. A text is read once for the words that the patterns of the stage cannot match without, and only the rows
 * whose words it has are tried: most lines of a boot have none, and most automata are never needed.
 */
export class RowSet {
  readonly #automata: Automata;
  readonly #milestones: readonly Milestone[];
  readonly #signatures: readonly Signature[];
  readonly #stages = new Map<BootStage, Armed>();
  #stage: BootStage | null = null;
  #armed: Armed | null = null;

  constructor(automata: Automata, milestones: readonly Milestone[], signatures: readonly Signature[]) {
    this.#automata = automata;
    this.#milestones = milestones;
    this.#signatures = signatures;
  }

  /** The rows armed in `stage` that match what `speaker` said. */
  match(text: string, stage: BootStage, speaker: Speaker): Known {
    const { rows, finder, always } = this.#arm(stage);
    const found = finder.find(text);
    if (found.size === 0 && always.length === 0) return NOTHING;
    const hits = [...always, ...found]
      .sort((a, b) => a - b)
      .flatMap((index) => rows[index] ?? [])
      .filter((row) => (row.speakers?.includes(speaker) ?? true) && this.#automata.of(row).test(text));
    if (hits.length === 0) return NOTHING;
    return {
      milestones: hits.filter((row) => 'event' in row),
      signatures: hits.filter((row) => 'id' in row),
    };
  }

  #arm(stage: BootStage): Armed {
    if (this.#armed !== null && this.#stage === stage) return this.#armed;
    const armed = this.#stages.get(stage) ?? this.#prepare(stage);
    this.#stages.set(stage, armed);
    this.#stage = stage;
    this.#armed = armed;
    return armed;
  }

  #prepare(stage: BootStage): Armed {
    const rows = [...this.#milestones, ...this.#signatures].filter(({ stages }) => stages.includes(stage));
    const needed = rows.map(({ pattern }) => neededLiterals(pattern));
    return {
      rows,
      finder: new LiteralFinder(
        needed.flatMap((texts, index) => (texts ?? []).map((text): [string, number] => [text, index])),
      ),
      always: needed.flatMap((texts, index) => (texts === null ? [index] : [])),
    };
  }
}
