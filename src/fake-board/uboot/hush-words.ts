/** Marks a variable's name inside a word until it is expanded, as hush does. */
export const VARIABLE = '\x03';

/** A word after quote removal; `quoted` words survive even when empty, and are quoted again when they are read twice. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

export type Separator = ';' | '&&' | '||';
export type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'separator'; readonly separator: Separator };

/** The outcome of reading: tokens, a syntax error, or a line that needs another one (an open quote). */
export type Lexed = readonly Token[] | 'syntax error' | 'incomplete';

const GLOB_CHARACTERS = '*?[\\';

/**
 * Cuts a line (or several, joined by line feeds) into words as U-Boot's hush does, with its quirks: backslashes go
 * even inside single quotes, stay inside double quotes, and a single quote counts inside double quotes.
 * `reparsing`: the second reading, after expansion, in which `;`, `$`, `&` and `|` are plain characters.
 * Source: u-boot common/cli_hush.c, parse_stream(), done_word().
 */
export function lex(text: string, reparsing: boolean): Lexed {
  const tokens: Token[] = [];
  let data = '';
  let quoted = false;
  let inQuote = false;
  const add = (char: string, quote: boolean): void => {
    data += quote && GLOB_CHARACTERS.includes(char) ? `\\${char}` : char;
  };
  const endWord = (): void => {
    if (data !== '' || quoted) tokens.push({ kind: 'word', word: { text: withoutBackslashes(data), quoted } });
    data = '';
    quoted = false;
  };
  const endCommand = (separator: Separator): void => {
    endWord();
    tokens.push({ kind: 'separator', separator });
  };

  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const next = text[at + 1];
    if (char === '\\') {
      if (next === undefined) return 'incomplete';
      add('\\', inQuote);
      add(next, inQuote);
      at += 1;
    } else if (char === "'") {
      const end = text.indexOf("'", at + 1);
      if (end === -1) return 'incomplete';
      quoted = true;
      data += text.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      quoted = true;
      inQuote = !inQuote;
    } else if (char === '$' && !reparsing) {
      const name = variableAt(text, at + 1);
      if (name === 'syntax error') return name;
      if (name === undefined) add('$', inQuote);
      else {
        data += `${VARIABLE}${name.name}${VARIABLE}`;
        at = name.last;
      }
    } else if (inQuote) {
      add(char, true);
    } else if (char === ' ' || char === '\t') {
      endWord();
    } else if (char === '\n') {
      endCommand(';');
    } else if (char === '#' && data === '') {
      while (at + 1 < text.length && text[at + 1] !== '\n') at += 1;
    } else if (char === ';' && !reparsing) {
      endCommand(';');
    } else if ((char === '&' || char === '|') && !reparsing) {
      if (next !== char) return 'syntax error';
      endCommand(char === '&' ? '&&' : '||');
      at += 1;
    } else {
      data += char;
    }
  }
  if (inQuote) return 'incomplete';
  endWord();
  return tokens;
}

/** What follows a dollar sign: a variable and where it ends, or undefined when the dollar is plain text. */
function variableAt(text: string, at: number): { name: string; last: number } | 'syntax error' | undefined {
  const plain = /^[A-Za-z][A-Za-z0-9_]*/.exec(text.slice(at))?.[0];
  if (plain !== undefined) return { name: plain, last: at + plain.length - 1 };
  if (text[at] === '?') return { name: '$?', last: at };
  if (text[at] !== '{') return undefined;
  const end = text.indexOf('}', at);
  return end === -1 ? 'syntax error' : { name: text.slice(at + 1, end), last: end };
}

/** Removes one level of backslashes. */
function withoutBackslashes(data: string): string {
  return data.replace(/\\([\s\S]?)/g, '$1');
}
