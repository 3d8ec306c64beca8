import type { BootStage } from '../../machines/boot/stages.ts';
import type { CauseClass, CauseId, Outcome, Severity } from '../api/verdict.ts';

/** Who wrote a piece of console text. `firmware` is whatever comes before U-Boot; `dom0` is kernel and userspace alike. */
export type Speaker = 'firmware' | 'uboot' | 'xen' | 'dom0';

/** Which lines around a match explain it: so many before, and after it either so many or up to a line that matches `until`. */
export interface Quote {
  readonly before?: number;
  readonly after?: number;
  /** RE2 pattern of the last line of the quote; `after` then bounds the search. */
  readonly until?: string;
}

/**
 * What one line of console text means when something is wrong: a row of the failure knowledge.
 *
 * The pattern sees one utterance: a line (or the part of a line that one speaker wrote) without its line end, escape sequences,
 * NULs and the speaker's own prefix (`(XEN) `, Linux's `[    1.234567] `). RE2 syntax, no unbounded quantifier.
 */
export interface Signature {
  readonly id: CauseId;
  readonly pattern: string;
  /** It may stand on the unfinished last line: a prompt that waits. */
  readonly tail?: true;
  /** Where it is armed: outside these stages the same words are somebody's data. */
  readonly stages: readonly BootStage[];
  /** Whose words they must be; absent: anybody's. */
  readonly speakers?: readonly Speaker[];
  readonly severity: Severity;
  readonly class: CauseClass;
  /** How a boot that ends of it ended; absent: what the class implies (`lab`, `firmware`, `loader`: error; else failed). */
  readonly outcome?: Extract<Outcome, 'failed' | 'error'>;
  /** It tells that something died, not why: a more particular row in its quote takes its place as the cause. */
  readonly general?: true;
  /** Not fatal by itself, but the cause when the board then goes silent or resets. */
  readonly suspect?: true;
  /** Not fatal by itself, but the cause when one of these follows: they only tell what it led to. */
  readonly explains?: readonly CauseId[];
  readonly quote?: Quote;
  /** One sentence: what it means. */
  readonly meaning: string;
  /** One or two sentences: what to do. */
  readonly hint: string;
  /** The releases that print it, as in `Xen 4.4-4.22`. */
  readonly versions: string;
  /** Project, file and function, or how it was observed. */
  readonly source: string;
  /** Whole real lines, prefixes included, each of which must match this row. */
  readonly examples: readonly string[];
  /** Lines met in practice that look like it and must not match. */
  readonly nearMisses: readonly string[];
}
