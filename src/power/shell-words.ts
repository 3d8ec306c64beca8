import { MidwayError } from '../errors.ts';

/** What a shell would do something with, when it begins a word, or ends it. */
const OPERATOR = /^(?:[|&;<>]|\d*[<>]|`|\$\()|[;&]$/;

/**
 * Splits a command into words as a POSIX shell does (XCU 2.2: quotes and backslash), without its expansions.
 *
 * The command is run without a shell, so words that only a shell understands (pipes, redirections) are refused.
 *
 * @throws MidwayError MWS_USAGE on an unterminated quote, a trailing backslash, an empty command, or a shell's operator
 */
export function splitShellWords(command: string): [string, ...string[]] {
  const words: string[] = [];
  let rest = command.replace(/^\s+/, '');
  while (rest !== '') {
    let word = '';
    let bare = '';
    while (rest !== '' && !/^\s/.test(rest)) {
      const piece = takePiece(command, rest);
      word += piece.value;
      // What was quoted cannot be an operator; \0 keeps its place.
      bare += piece.quoted ? '\0' : piece.value;
      rest = rest.slice(piece.length);
    }
    if (OPERATOR.test(bare)) {
      throw refuse(command, `${JSON.stringify(word)} needs a shell, and it is run without one`, {
        hint: "Quote it, put the pipeline into a script, or write sh -c '…'.",
      });
    }
    words.push(word);
    rest = rest.replace(/^\s+/, '');
  }
  const [program, ...args] = words;
  if (program === undefined || program === '') throw refuse(command, 'it is empty', { hint: 'Name a program to run.' });
  return [program, ...args];
}

interface Piece {
  readonly value: string;
  readonly quoted: boolean;
  /** How much of the text it takes. */
  readonly length: number;
}

function takePiece(command: string, text: string): Piece {
  switch (text[0]) {
    case "'": {
      const end = text.indexOf("'", 1);
      if (end < 0)
        throw refuse(command, "a ' is not closed", {
          hint: "Close the quote; a ' itself is written \\' outside quotes.",
        });
      return { value: text.slice(1, end), quoted: true, length: end + 1 };
    }
    case '"': {
      const match = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(text);
      if (match === null)
        throw refuse(command, 'a " is not closed', { hint: 'Close the quote; a " itself is written \\".' });
      return { value: (match[1] ?? '').replace(/\\([$`"\\])|\\\n/g, '$1'), quoted: true, length: match[0].length };
    }
    case '\\':
      if (text.length === 1) throw refuse(command, 'it ends in a \\', { hint: 'Write \\\\ for a backslash.' });
      return { value: text[1] === '\n' ? '' : text.slice(1, 2), quoted: true, length: 2 };
    default: {
      const value = /^[^\s'"\\]+/.exec(text)?.[0] ?? '';
      return { value, quoted: false, length: value.length };
    }
  }
}

function refuse(command: string, why: string, { hint }: { hint: string }): MidwayError {
  return new MidwayError('MWS_USAGE', `cannot split the command ${JSON.stringify(command)} into words: ${why}`, {
    hint,
  });
}
