import type { Program } from '../cpu.ts';
import { findCommand } from './commands.ts';
import { parse, type Statement } from './hush-statements.ts';
import { lex, VARIABLE, type Word } from './hush-words.ts';
import { readLine } from './line-editor.ts';
import { type Command, type UBoot, USAGE } from './uboot.ts';

/** U-Boot's command interpreter. Source: u-boot common/cli_hush.c. */
export class Hush {
  readonly #uboot: UBoot;
  readonly #locals = new Map<string, string>();
  #status = 0;
  /** Whether bare Enter repeats the last line. */
  #repeatable = false;
  #last = '';
  /** Set by `exit`: the rest of the list is dropped. */
  #exiting = false;

  constructor(uboot: UBoot) {
    this.#uboot = uboot;
  }

  /** Prompts, reads and runs lines for ever; returns only when `bootretry` seconds passed without a line. */
  *interact(): Program {
    const { build, env } = this.#uboot;
    while (true) {
      const retrySeconds = Number(env.get('bootretry') ?? '-1');
      const idleMs = retrySeconds > 0 ? retrySeconds * this.#uboot.board.ms('second') : undefined;
      const first = yield* readLine(this.#uboot, build.prompt, idleMs);
      this.#uboot.interrupted = false;
      if (first === 'timeout') return;
      if (first === 'interrupt') {
        this.#interrupt();
        continue;
      }
      this.#uboot.repeated = first.text === '' && this.#repeatable;
      if (first.text === '' && !this.#repeatable) continue;
      if (first.text !== '') {
        this.#last = first.text;
        this.#repeatable = true;
      }
      yield* this.#runLines(this.#last, idleMs);
    }
  }

  /** Runs a script, such as an environment variable's value. */
  *run(script: string): Program<number> {
    const statements = read(script);
    if (statements === 'incomplete' || statements === 'syntax error') {
      this.#uboot.print('syntax error\n');
      return 1;
    }
    return yield* this.#list(statements);
  }

  *#runLines(line: string, idleMs: number | undefined): Program {
    let text = line;
    let statements = read(text);
    while (statements === 'incomplete') {
      const more = yield* readLine(this.#uboot, '> ', idleMs);
      if (more === 'timeout') return;
      if (more === 'interrupt') {
        this.#interrupt();
        return;
      }
      text = `${text}\n${more.text}`;
      statements = read(text);
    }
    if (statements === 'syntax error') {
      this.#uboot.print('syntax error\n');
      this.#repeatable = false;
      return;
    }
    this.#exiting = false;
    yield* this.#list(statements);
    if (this.#uboot.interrupted) this.#repeatable = false;
  }

  #interrupt(): void {
    this.#repeatable = false;
    this.#uboot.print('<INTERRUPT>\n');
  }

  *#list(statements: readonly Statement[]): Program<number> {
    let code = 0;
    for (let at = 0; at < statements.length && !this.#exiting; at += 1) {
      const statement = statements[at]!;
      code = yield* this.#statement(statement);
      this.#status = code === 0 ? 0 : 1;
      if ((code === 0 && statement.separator === '||') || (code !== 0 && statement.separator === '&&')) {
        at += 1;
        while (at < statements.length && statements[at]!.separator !== ';') at += 1;
      }
    }
    return code;
  }

  *#statement(statement: Statement): Program<number> {
    switch (statement.kind) {
      case 'command':
        return yield* this.#command(statement.words);
      case 'if':
        for (const { condition, body } of statement.branches) {
          if ((yield* this.#list(condition)) === 0) return yield* this.#list(body);
        }
        return yield* this.#list(statement.otherwise);
      case 'loop': {
        let code = 0;
        while (!this.#interruptedLoop() && ((yield* this.#list(statement.condition)) === 0) !== statement.until) {
          code = yield* this.#list(statement.body);
          yield { ms: 0 };
        }
        return this.#uboot.interrupted ? 1 : code;
      }
      case 'for': {
        let code = 0;
        for (const value of statement.values.flatMap(({ text }) => this.#expand(text).split(' ').filter(Boolean))) {
          if (this.#interruptedLoop()) return 1;
          this.#locals.set(statement.name, value);
          code = yield* this.#list(statement.body);
        }
        return code;
      }
    }
  }

  /** A loop polls for Ctrl-C once a turn, which eats a typed byte. */
  #interruptedLoop(): boolean {
    if (this.#uboot.board.read() === 0x03) this.#uboot.interrupted = true;
    return this.#uboot.interrupted;
  }

  *#command(words: readonly Word[]): Program<number> {
    const first = words.findIndex(({ text }) => !isAssignment(text));
    if (first === -1) {
      for (const { text } of words) this.#assign(this.#expand(text));
      return 0;
    }
    for (const { text } of words.slice(0, first)) this.#assign(this.#expand(text));
    const rest = words.slice(first);
    if (!rest.some(({ text }) => text.includes(VARIABLE))) return yield* this.#execute(rest.map(({ text }) => text));
    const again = rest
      .map(({ text, quoted }) => (quoted ? `'${this.#expand(text)}'` : this.#expand(text)))
      .join(' ')
      .replaceAll('\n', ' ');
    const tokens = lex(again, true);
    if (tokens === 'incomplete' || tokens === 'syntax error') {
      this.#uboot.print('syntax error\n');
      return this.#status;
    }
    return yield* this.#execute(tokens.flatMap((token) => (token.kind === 'word' ? [token.word.text] : [])));
  }

  #assign(text: string): void {
    const equals = text.indexOf('=');
    if (text.slice(equals + 1) !== '') this.#locals.set(text.slice(0, equals), text.slice(equals + 1));
  }

  /** Replaces the marked variables. */
  #expand(text: string): string {
    return text.replace(/\x03([^\x03]*)\x03/g, (_, name: string) => this.#lookup(name));
  }

  /** Source: lookup_param(): `${name:-default}` and its kin. */
  #lookup(expression: string): string {
    if (expression === '$?') return String(this.#status);
    const [, name = expression, operator = '', word = ''] = /^([^:]*):([-=+])(.*)$/.exec(expression) ?? [];
    const value = this.#uboot.env.get(name) ?? this.#locals.get(name) ?? '';
    if (value === '') {
      if (operator === '=') this.#locals.set(name, word);
      return operator === '-' || operator === '=' ? word : '';
    }
    return operator === '+' ? word : value;
  }

  *#execute(argv: readonly string[]): Program<number> {
    const [name] = argv;
    if (name === undefined) return 0;
    if (name.includes(';')) {
      this.#uboot.print(`Unknown command '${name}' - try 'help' or use 'run' command\n`);
      return -1;
    }
    if (name === 'exit') {
      this.#exiting = true;
      return 1;
    }
    const command = findCommand(name);
    if (command === undefined) {
      this.#uboot.print(`Unknown command '${name}' - try 'help'\n`);
      return 1;
    }
    if (!command.repeatable) this.#repeatable = false;
    const code = yield* this.#call(command, argv);
    if (code !== USAGE) return code;
    this.#uboot.print(`${command.name} - ${command.summary}\n\nUsage:\n${command.name} ${command.usage}\n`);
    return 1;
  }

  *#call(command: Command, argv: readonly string[]): Program<number> {
    if (command.name === 'run') return yield* this.#runVariables(argv.slice(1));
    if (command.name === 'boot') return yield* this.run(this.#uboot.env.get('bootcmd') ?? '');
    if (argv.length > command.maxArgs) return USAGE;
    const code = command.run(this.#uboot, argv);
    return typeof code === 'number' ? code : yield* code;
  }

  *#runVariables(names: readonly string[]): Program<number> {
    if (names.length === 0) return USAGE;
    for (const name of names) {
      const script = this.#uboot.env.get(name);
      if (script === undefined) {
        this.#uboot.print(`## Error: "${name}" not defined\n`);
        return 1;
      }
      if ((yield* this.run(script)) !== 0) return 1;
    }
    return 0;
  }
}

function read(text: string): readonly Statement[] | 'syntax error' | 'incomplete' {
  const tokens = lex(text, false);
  return tokens === 'incomplete' || tokens === 'syntax error' ? tokens : parse(tokens);
}

function isAssignment(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*=/.test(text);
}
