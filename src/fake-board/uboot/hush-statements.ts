import type { Separator, Token, Word } from './hush-words.ts';

/** A command, or a compound of commands. */
export type Statement =
  | { readonly kind: 'command'; readonly words: readonly Word[]; readonly separator: Separator }
  | {
      readonly kind: 'if';
      readonly branches: readonly Branch[];
      readonly otherwise: readonly Statement[];
      readonly separator: Separator;
    }
  | {
      readonly kind: 'loop';
      readonly until: boolean;
      readonly condition: readonly Statement[];
      readonly body: readonly Statement[];
      readonly separator: Separator;
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly values: readonly Word[];
      readonly body: readonly Statement[];
      readonly separator: Separator;
    };

interface Branch {
  readonly condition: readonly Statement[];
  readonly body: readonly Statement[];
}

/** Builds statements from tokens: `if`, `while`, `until` and `for` may need another line. */
export function parse(tokens: readonly Token[]): readonly Statement[] | 'syntax error' | 'incomplete' {
  const parser = new Parser(tokens);
  try {
    return parser.list([]);
  } catch (error) {
    if (error instanceof Stop) return error.reason;
    throw error;
  }
}

class Stop extends Error {
  readonly reason: 'syntax error' | 'incomplete';
  constructor(reason: 'syntax error' | 'incomplete') {
    super(reason);
    this.reason = reason;
  }
}

const RESERVED = ['then', 'elif', 'else', 'fi', 'do', 'done', 'in'];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Statements up to one of the reserved words `ends`, which is left in place. */
  list(ends: readonly string[]): Statement[] {
    const statements: Statement[] = [];
    while (true) {
      const token = this.#tokens[this.#at];
      if (token === undefined) {
        if (ends.length > 0) throw new Stop('incomplete');
        return statements;
      }
      if (token.kind === 'separator') {
        this.#at += 1;
        continue;
      }
      const reserved = token.word.quoted ? '' : token.word.text;
      if (ends.includes(reserved)) return statements;
      if (RESERVED.includes(reserved)) throw new Stop('syntax error');
      statements.push(this.#statement(reserved));
    }
  }

  #statement(reserved: string): Statement {
    if (reserved === 'if') return this.#if();
    if (reserved === 'while' || reserved === 'until') return this.#loop(reserved === 'until');
    if (reserved === 'for') return this.#for();
    return { kind: 'command', words: this.#words(), separator: this.#separator() };
  }

  #if(): Statement {
    const branches: Branch[] = [];
    let otherwise: Statement[] = [];
    do {
      this.#at += 1;
      const condition = this.list(['then']);
      this.#at += 1;
      branches.push({ condition, body: this.list(['elif', 'else', 'fi']) });
    } while (this.#word() === 'elif');
    if (this.#word() === 'else') {
      this.#at += 1;
      otherwise = this.list(['fi']);
    }
    this.#at += 1;
    return { kind: 'if', branches, otherwise, separator: this.#separator() };
  }

  #loop(until: boolean): Statement {
    this.#at += 1;
    const condition = this.list(['do']);
    this.#at += 1;
    const body = this.list(['done']);
    this.#at += 1;
    return { kind: 'loop', until, condition, body, separator: this.#separator() };
  }

  #for(): Statement {
    this.#at += 1;
    const [name, keyword, ...values] = this.#words();
    if (name === undefined || keyword?.text !== 'in') throw new Stop('syntax error');
    while (this.#tokens[this.#at]?.kind === 'separator') this.#at += 1;
    if (this.#tokens[this.#at] === undefined) throw new Stop('incomplete');
    if (this.#word() !== 'do') throw new Stop('syntax error');
    this.#at += 1;
    const body = this.list(['done']);
    this.#at += 1;
    return { kind: 'for', name: name.text, values, body, separator: this.#separator() };
  }

  #word(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' ? token.word.text : undefined;
  }

  #words(): Word[] {
    const words: Word[] = [];
    for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[this.#at]) {
      words.push(token.word);
      this.#at += 1;
    }
    return words;
  }

  #separator(): Separator {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'separator') return ';';
    this.#at += 1;
    return token.separator;
  }
}
