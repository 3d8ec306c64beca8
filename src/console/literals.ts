/** Texts of which each match of a pattern contains at least one; null: nothing is known that every match contains. */
export type Needed = readonly string[] | null;

/** What a pattern (RE2 syntax) cannot match without, as in RE2's own FilteredRE2: long texts rather than short ones. */
export function neededLiterals(pattern: string): Needed {
  // flags such as (?i) change what a literal stands for
  return /\(\?(?!:|P?<)/.test(pattern) ? null : new LiteralReader(pattern).read();
}

/** How often the atom before a quantifier stands there. */
type Times = 'once' | 'some' | 'maybe';

type Atom = { readonly literal: string } | { readonly needed: Needed };

const ANYTHING: Atom = { needed: null };

class LiteralReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Needed {
    const needed: string[] = [];
    let unknown = false;
    for (;;) {
      const branch = this.#sequence();
      if (branch === null) unknown = true;
      else needed.push(...branch);
      if (this.#pattern[this.#at] !== '|') return unknown ? null : needed;
      this.#at += 1;
    }
  }

  #sequence(): Needed {
    let best: Needed = null;
    let run = '';
    const offer = (needed: Needed) => {
      if (shortest(needed) > shortest(best)) best = needed;
    };
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern[this.#at] ?? '')) {
      const atom = this.#atom();
      const times = this.#times();
      if ('literal' in atom && times !== 'maybe') run += atom.literal;
      if ('literal' in atom && times === 'once') continue;
      offer([run]);
      run = '';
      if ('needed' in atom && times !== 'maybe') offer(atom.needed);
    }
    offer([run]);
    return best;
  }

  #atom(): Atom {
    const character = this.#pattern[this.#at] ?? '';
    this.#at += 1;
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        this.#skipClass();
        return ANYTHING;
      case '\\':
        return this.#escape();
      case '.':
      case '^':
      case '$':
        return ANYTHING;
      default:
        return { literal: character };
    }
  }

  #group(): Atom {
    this.#at += /^(?:\?:|\?P?<\w{1,40}>)?/.exec(this.#pattern.slice(this.#at))?.[0].length ?? 0;
    const needed = this.read();
    this.#at += 1;
    return { needed };
  }

  #escape(): Atom {
    const escaped = this.#pattern[this.#at] ?? '';
    this.#at += 1;
    if (!/\w/.test(escaped)) return { literal: escaped };
    if (escaped === 'x') this.#at += 2;
    return ANYTHING;
  }

  #skipClass(): void {
    const [whole = ''] = /^\^?\]?(?:\\.|[^\]\\])*\]/.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += whole.length;
  }

  #times(): Times {
    const [quantifier = '', least] =
      /^(?:\?|\*|\+|\{(\d{1,4})(?:,\d{0,4})?\})\??/.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += quantifier.length;
    if (quantifier === '') return 'once';
    return quantifier.startsWith('+') || (least !== undefined && least !== '0') ? 'some' : 'maybe';
  }
}

/** The length of the shortest text; nothing at all is worth nothing, and so is the empty text. */
function shortest(needed: Needed): number {
  return needed === null ? 0 : Math.min(...needed.map(({ length }) => length));
}
