import { RE2Set } from 're2js';
import type { BootStage } from '../../machines/boot/stages.ts';
import type { Milestone } from '../knowledge/milestone.ts';
import type { Signature, Speaker } from '../knowledge/signature.ts';

/** The rows that match a text, in the order of their tables. */
export interface Known {
  readonly milestones: readonly Milestone[];
  readonly signatures: readonly Signature[];
}

/** The rows of one stage, and the automaton that looks for all of them at once; the milestones come first. */
interface Armed extends Known {
  readonly set: RE2Set;
}

const NOTHING: Known = { milestones: [], signatures: [] };

/**
 * Tables of patterns as linear-time automata, one for each stage, made when the stage is first looked at: all stages in one
 * would take longer to compile than a boot of the fake board lasts. A text is read once, whatever is looked for.
 */
export class RowSet {
  readonly #rows: Known;
  readonly #stages = new Map<BootStage, Armed>();
  #stage: BootStage | null = null;
  #armed: Armed | null = null;

  constructor(milestones: readonly Milestone[], signatures: readonly Signature[]) {
    this.#rows = { milestones, signatures };
  }

  /** The rows armed in `stage` that match what `speaker` said. */
  match(text: string, stage: BootStage, speaker: Speaker): Known {
    const { set, milestones, signatures } = this.#arm(stage);
    const hits = set.match(text);
    if (hits.length === 0) return NOTHING;
    hits.sort((a, b) => a - b);
    const spoken = ({ speakers }: Milestone | Signature) => speakers === undefined || speakers.includes(speaker);
    return {
      milestones: hits.flatMap((index) => milestones[index] ?? []).filter(spoken),
      signatures: hits.flatMap((index) => signatures[index - milestones.length] ?? []).filter(spoken),
    };
  }

  #arm(stage: BootStage): Armed {
    if (this.#armed !== null && this.#stage === stage) return this.#armed;
    const armed = this.#stages.get(stage) ?? this.#compile(stage);
    this.#stage = stage;
    this.#armed = armed;
    return armed;
  }

  #compile(stage: BootStage): Armed {
    const here = ({ stages }: Milestone | Signature) => stages.includes(stage);
    const milestones = this.#rows.milestones.filter(here);
    const signatures = this.#rows.signatures.filter(here);
    const set = new RE2Set();
    for (const { pattern } of [...milestones, ...signatures]) set.add(pattern);
    set.compile();
    const armed = { milestones, signatures, set };
    this.#stages.set(stage, armed);
    return armed;
  }
}
