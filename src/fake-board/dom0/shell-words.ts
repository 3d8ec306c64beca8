import type { ShellState } from './commands.ts';

/** One command of a line; its words and its target are expanded only when it runs, because `$?` depends on the one before. */
interface SimpleCommand {
  readonly words: () => string[];
  readonly redirect: (() => { readonly path: string; readonly append: boolean }) | undefined;
  readonly separator: ';' | '&&' | '||';
}

type Piece = { readonly text: string; readonly expand: boolean };

/** Cuts a shell line into commands: quotes, `$NAME`, `$?`, `$((…))`, `>`, `>>`, `;`, `&&`, `||`; no pipes, no globs. */
export function readWords(line: string, state: ShellState): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: Piece[][] = [];
  let word: Piece[] | undefined;
  let redirect: { readonly index: number; readonly append: boolean } | undefined;
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (separator: SimpleCommand['separator']): void => {
    endWord();
    const [all, target] = [words, redirect];
    commands.push({
      words: () => all.slice(0, target?.index).map((pieces) => expand(pieces, state)),
      redirect:
        target === undefined
          ? undefined
          : () => ({ path: expand(all[target.index] ?? [], state), append: target.append }),
      separator,
    });
    words = [];
    redirect = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const rest = line.slice(at);
    const single = /^'([^']*)'/.exec(rest);
    const double = /^"((?:\\.|[^"\\])*)"/.exec(rest);
    const arithmetic = /^\$\(\([^)]*\)\)/.exec(rest);
    const operator = /^(?:&&|\|\||;|2>&1|>>|>)/.exec(rest)?.[0];
    if (single !== null) {
      word = [...(word ?? []), { text: single[1]!, expand: false }];
      at += single[0].length - 1;
    } else if (double !== null) {
      word = [...(word ?? []), { text: double[1]!.replace(/\\(["\\])/g, '$1'), expand: true }];
      at += double[0].length - 1;
    } else if (arithmetic !== null) {
      word = [...(word ?? []), { text: arithmetic[0], expand: true }];
      at += arithmetic[0].length - 1;
    } else if (operator !== undefined) {
      if (operator === ';' || operator === '&&' || operator === '||') endCommand(operator);
      else if (operator !== '2>&1') {
        endWord();
        redirect = { index: words.length, append: operator === '>>' };
      }
      at += operator.length - 1;
    } else if (rest[0] === ' ') endWord();
    else if (rest[0] === '\\') {
      word = [...(word ?? []), { text: rest[1] ?? '', expand: false }];
      at += 1;
    } else word = [...(word ?? []), { text: /^\$[A-Za-z_?]\w*/.exec(rest)?.[0] ?? rest[0]!, expand: true }];
    const name = /^\$[A-Za-z_?]\w*/.exec(rest)?.[0];
    if (single === null && double === null && arithmetic === null && operator === undefined && name !== undefined) {
      at += name.length - 1;
    }
  }
  endCommand(';');
  return commands;
}

function expand(pieces: readonly Piece[], state: ShellState): string {
  return pieces.map(({ text, expand: yes }) => (yes ? expandText(text, state) : text)).join('');
}

function expandText(text: string, state: ShellState): string {
  return text
    .replace(/\$\(\(([^)]*)\)\)/g, (_, sum: string) => String(evaluate(expandText(sum, state))))
    .replace(/\$\?/g, String(state.status))
    .replace(/\$\{?([A-Za-z_]\w*)\}?/g, (_, name: string) => state.variables.get(name) ?? '');
}

/** Sums and products of whole numbers, from left to right within each. */
function evaluate(text: string): number {
  const sum = text.replaceAll(' ', '').match(/[+-]?[^+-]+/g) ?? [];
  return sum.reduce((total, term) => {
    const factors = term.split('*').map(Number);
    return total + factors.reduce((product, factor) => product * factor, 1);
  }, 0);
}
