import type { Speaker } from '../knowledge/signature.ts';
import { splitPrefix } from './utterance.ts';

/** A piece of console text by one speaker. */
export interface Utterance {
  readonly speaker: Speaker;
  /** Without the speaker's prefix: what patterns see. */
  readonly text: string;
  /** With it: what people see. */
  readonly whole: string;
  /** Somebody else spoke before its line was finished, so what looks like its end may be an unfinished line: a prompt, perhaps. */
  readonly cut: boolean;
}

const MARKER = /\(XEN\) |\[ {0,5}\d{1,6}\.\d{6}\]/g;

/**
 * Tells who says what. Xen and the kernel sign their lines, and may do so in the middle of somebody else's; unsigned text is
 * `unsigned`'s. A sentence that Xen tore in two is put together again when its other half arrives.
 */
export class Speakers {
  /** Whose words unsigned text is: the layer that runs now. */
  unsigned: Speaker = 'firmware';
  #torn: { speaker: Speaker; text: string } | null = null;

  /** The utterances of one clean line, in order, and after them the sentence that it completes, if any. */
  ofLine(line: string): Utterance[] {
    const utterances = this.#split(line);
    const torn = this.#torn;
    if (torn === null && utterances.length === 1) return utterances;
    const first = utterances[0];
    if (torn !== null && first !== undefined && first.speaker === torn.speaker && first.text === first.whole) {
      const joined = torn.text + first.text;
      utterances.push({ speaker: torn.speaker, text: joined, whole: joined, cut: first.cut });
    }
    this.#torn = tornBy(utterances) ?? (torn !== null && first?.speaker === 'xen' ? torn : null);
    return utterances;
  }

  /** What the unfinished line's last speaker has said so far, also as the end of a torn sentence. Changes nothing. */
  ofTail(tail: string): Utterance[] {
    const last = this.#split(tail).at(-1);
    if (last === undefined) return [];
    if (this.#torn === null || last.whole !== tail || last.text !== last.whole) return [last];
    const joined = this.#torn.text + last.text;
    return [last, { ...last, text: joined, whole: joined }];
  }

  #split(line: string): Utterance[] {
    if (!line.includes('(XEN) ', 1) && !line.includes('[', 1)) return [this.#utterance(line, false)];
    const starts: number[] = [];
    for (const match of line.matchAll(MARKER)) if (match.index > 0) starts.push(match.index);
    if (starts.length === 0) return [this.#utterance(line, false)];
    const pieces = [0, ...starts].map((start, index) => line.slice(start, starts[index]));
    return pieces
      .reduce<string[]>(keepXenWithItsTime, [])
      .map((piece, index, all) => this.#utterance(piece, index < all.length - 1));
  }

  #utterance(whole: string, cut: boolean): Utterance {
    const { speaker, text } = splitPrefix(whole);
    return { speaker: speaker ?? this.unsigned, text, whole, cut };
  }
}

/** A kernel line that Xen relays, `(XEN) DOM0: [    0.000000] …`, is Xen's: its time does not start a new utterance. */
function keepXenWithItsTime(pieces: string[], piece: string): string[] {
  const last = pieces.at(-1);
  if (last !== undefined && /^\(XEN\) (?:DOM\d{1,5}: |\(d\d{1,5}\) )?$/.test(last))
    pieces[pieces.length - 1] = last + piece;
  else pieces.push(piece);
  return pieces;
}

/** The words that Xen interrupted in this line, if it did. */
function tornBy(utterances: readonly Utterance[]): { speaker: Speaker; text: string } | null {
  const at = utterances.findIndex((utterance, index) => utterance.cut && utterances[index + 1]?.speaker === 'xen');
  const torn = at === -1 ? undefined : utterances[at];
  return torn === undefined || torn.speaker === 'xen' || torn.text === ''
    ? null
    : { speaker: torn.speaker, text: torn.text };
}
