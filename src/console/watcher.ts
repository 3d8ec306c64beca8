import type { BootStage } from '../../machines/boot/stages.ts';
import type { CauseId, Position, Severity } from '../api/verdict.ts';
import type { Milestone, MilestoneEvent } from '../knowledge/milestone.ts';
import type { Signature } from '../knowledge/signature.ts';
import { cleanPieces, readable } from './clean.ts';
import { LineCutter } from './lines.ts';
import { QuoteCollector } from './quotes.ts';
import type { Known, RowSet } from './rows.ts';
import type { Tables } from './tables.ts';
import { Speakers, type Utterance } from './utterances.ts';

/** Something the console said that a signature knows. */
export interface Finding {
  readonly id: CauseId;
  readonly severity: Severity;
  /** The line, verbatim but for control characters. */
  readonly line: string;
  readonly at: Position;
  readonly stage: BootStage;
  readonly row: Signature;
}

/** A fatal finding with the lines that explain it. */
export interface Fault extends Finding {
  readonly evidence: readonly string[];
}

/** A good sign: `captures` holds the named groups of its pattern (`version`, …). */
export interface Sighting {
  readonly event: MilestoneEvent;
  readonly captures: Readonly<Record<string, string>>;
  readonly line: string;
  readonly at: Position;
}

/** What the watcher tells, synchronously, while bytes are pushed into it. */
export interface WatcherListener {
  saw(sighting: Sighting): void;
  found(finding: Finding): void;
  /** The first fault whose explanation is complete: it decides the boot. */
  fault(fault: Fault): void;
  /** Each line for people to see; absent when nobody looks. */
  line?(text: string, utterances: readonly Utterance[]): void;
}

/** The same finding is reported so many times in a stage at most; a line that repeats for ever must not fill the record. */
const REPORTS_PER_SIGNATURE = 5;

/** Where a prompt may end: every tail pattern's last character is one of these. */
const PROMPT_ENDS = new Set([...' #>$:)'].map((character) => character.charCodeAt(0)));

/** The tail that prompts are looked for in, in characters. */
const TAIL_WINDOW = 256;

/**
 * Console bytes in, facts out: milestones, findings and the fault that decides. Pure: time is what `push` is told, and the
 * result does not depend on how the bytes were cut into chunks.
 */
export class Watcher {
  /** Arms the rows of this stage. */
  stage: BootStage = 'power';
  readonly #listener: WatcherListener;
  readonly #tables: Tables;
  readonly #speakers = new Speakers();
  readonly #quotes = new QuoteCollector();
  readonly #reports = new Map<string, number>();
  readonly #seenTails = new Set<string>();
  readonly #lines = new LineCutter((raw, offset) => this.#line(raw, offset));
  #ms = 0;

  constructor(tables: Tables, listener: WatcherListener) {
    this.#tables = tables;
    this.#listener = listener;
  }

  /** The unfinished line as people see it. */
  get tail(): string {
    return readable(cleanPieces(this.#lines.tail).at(-1) ?? '');
  }

  /** Takes the next bytes, which arrived at `ms`. */
  push(chunk: Uint8Array, ms: number): void {
    this.#ms = ms;
    this.#lines.push(chunk);
    if (PROMPT_ENDS.has(this.#lines.lastByte)) this.#lookAtTail();
  }

  /** Nothing more came for a while, or ever will: a fault whose explanation was awaited is told as it is. */
  settle(): void {
    const fault = this.#quotes.close();
    if (fault !== null) this.#listener.fault(fault);
  }

  /** Whether a fault waits for the rest of its explanation; `settle` after a quiet moment ends that. */
  get collecting(): boolean {
    return this.#quotes.open;
  }

  #line(raw: string, offset: number): void {
    if (this.#seenTails.size > 0) this.#seenTails.clear();
    for (const piece of cleanPieces(raw)) {
      const utterances = this.#speakers.ofLine(piece);
      this.#listener.line?.(piece, utterances);
      for (const utterance of utterances) this.#utterance(utterance, offset);
    }
  }

  #utterance(utterance: Utterance, offset: number): void {
    if (utterance.text === '') return;
    const at = { ms: this.#ms, offset };
    const { lines, tails } = this.#tables;
    const { text, speaker } = utterance;
    const { stage } = this;
    const known = lines.match(text, stage, speaker);
    for (const row of known.milestones) this.#see(row, utterance, at);
    if (utterance.cut)
      for (const row of tails.match(text, this.stage, speaker).milestones) this.#see(row, utterance, at);
    this.#judge(this.#signatures(lines, known, stage, utterance), utterance, at);
  }

  /** The signatures that matched; a milestone may have led into another stage, whose own then count. */
  #signatures(rows: RowSet, known: Known, stage: BootStage, { text, speaker }: Utterance): readonly Signature[] {
    return stage === this.stage ? known.signatures : rows.match(text, this.stage, speaker).signatures;
  }

  #judge(rows: readonly Signature[], utterance: Utterance, at: Position): void {
    const decisive = rows.map((row) => this.#find(row, utterance, at)).find(({ severity }) => severity === 'fatal');
    const fault = decisive === undefined ? this.#quotes.hear(utterance) : this.#quotes.begin(decisive, utterance);
    if (fault !== null) this.#listener.fault(fault);
  }

  #find(row: Signature, utterance: Utterance, at: Position): Finding {
    const { id, severity } = row;
    const finding: Finding = { id, severity, line: readable(utterance.whole), at, stage: this.stage, row };
    const key = `${this.stage} ${id}`;
    const reports = (this.#reports.get(key) ?? 0) + 1;
    this.#reports.set(key, reports);
    if (reports <= REPORTS_PER_SIGNATURE) this.#listener.found(finding);
    return finding;
  }

  #see(row: Milestone, { text, whole }: Utterance, at: Position): void {
    if (row.unsigned === true && text !== whole) return;
    if (row.speaksNext !== undefined) this.#speakers.unsigned = row.speaksNext;
    this.#listener.saw({ event: row.event, captures: this.#tables.captures(row, text), line: readable(text), at });
  }

  #lookAtTail(): void {
    const tail = cleanPieces(this.#lines.tailEnd(TAIL_WINDOW)).at(-1) ?? '';
    const at = { ms: this.#ms, offset: this.#lines.tailOffset };
    const { tails } = this.#tables;
    for (const utterance of this.#speakers.ofTail(tail)) {
      const { text, speaker } = utterance;
      const { stage } = this;
      const known = tails.match(text, stage, speaker);
      for (const row of known.milestones) if (this.#isNewTail(row.event, text)) this.#see(row, utterance, at);
      const rows = this.#signatures(tails, known, stage, utterance).filter(({ id }) => this.#isNewTail(id, text));
      if (rows.length > 0) this.#judge(rows, utterance, at);
    }
  }

  /** A prompt is looked at with each byte that comes; it is told once. */
  #isNewTail(what: string, text: string): boolean {
    const key = `${what} ${text}`;
    if (this.#seenTails.has(key)) return false;
    this.#seenTails.add(key);
    return true;
  }
}
