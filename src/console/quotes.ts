import { RE2JS } from 're2js';
import type { Speaker } from '../knowledge/signature.ts';
import { readable } from './clean.ts';
import type { Utterance } from './utterances.ts';
import type { Fault, Finding } from './watcher.ts';

/** Lines remembered for a quote that begins before its fatal line. */
const REMEMBERED_LINES = 64;

/**
 * Collects the lines that explain a fatal one. The first sufficient cause wins: later fatal lines belong to its consequences,
 * unless the first only told *that* something died (`general`) and a later one inside its quote tells why.
 */
export class QuoteCollector {
  /** A ring: `#heard` counts the lines that went in. */
  readonly #recent: Utterance[] = [];
  #heard = 0;
  #finding: Finding | null = null;
  #speaker: Speaker = 'firmware';
  #evidence: string[] = [];
  #wanted = 0;
  #until: RE2JS | null = null;
  #decided = false;

  /** Whether a fault waits for the rest of its explanation. */
  get open(): boolean {
    return this.#finding !== null;
  }

  /** A fatal line: begins a quote, explains the one that is open, or is a consequence. Returns the fault if that completes it. */
  begin(finding: Finding, utterance: Utterance): Fault | null {
    if (this.#decided) return null;
    if (this.#finding === null) {
      const { before = 0, after = 0, until } = finding.row.quote ?? {};
      this.#finding = finding;
      this.#speaker = utterance.speaker;
      this.#evidence = [...this.#before(utterance, before), finding.line];
      this.#wanted = after;
      this.#until = until === undefined ? null : RE2JS.compile(until);
      this.#remember(utterance);
      return this.#wanted === 0 ? this.close() : null;
    }
    if (this.#finding.row.general === true && finding.row.general !== true) {
      this.#finding = finding;
      this.#wanted = Math.max(this.#wanted, (finding.row.quote?.after ?? 0) + 1);
    }
    return this.hear(utterance);
  }

  /** Any other line: part of the open quote when the same speaker says it. Returns the fault if that completes it. */
  hear(utterance: Utterance): Fault | null {
    if (this.#decided) return null;
    this.#remember(utterance);
    if (this.#finding === null || utterance.speaker !== this.#speaker) return null;
    this.#evidence.push(readable(utterance.whole));
    this.#wanted -= 1;
    return this.#wanted <= 0 || this.#until?.test(utterance.text) === true ? this.close() : null;
  }

  /** Ends the open quote, if any, with what it has. */
  close(): Fault | null {
    if (this.#finding === null) return null;
    const fault: Fault = { ...this.#finding, evidence: this.#evidence };
    this.#finding = null;
    this.#decided = true;
    return fault;
  }

  #before({ speaker }: Utterance, count: number): string[] {
    if (count === 0) return [];
    const oldest = this.#heard % REMEMBERED_LINES;
    const recent = [...this.#recent.slice(oldest), ...this.#recent.slice(0, oldest)];
    const lines = recent.filter((earlier) => earlier.speaker === speaker).slice(-count);
    return lines.map(({ whole }) => readable(whole));
  }

  #remember(utterance: Utterance): void {
    this.#recent[this.#heard % REMEMBERED_LINES] = utterance;
    this.#heard += 1;
  }
}
