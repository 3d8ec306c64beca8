// Types fixtures/uboot-sessions/*.commands at the virtual Midway's real U-Boot and writes what it answers beside them, as *.jsonl.
// Usage, in the repository's root: npm run build && node dist/test/virtual-midway/record-sessions.js [SESSION...]

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sessions = 'fixtures/uboot-sessions';
const board = 'docker/virtual-midway';

/** A prompt counts when nothing follows it for this long: `=> ` also occurs inside output. */
const promptQuietMs = 200;
const typeQuietMs = 500;
const silenceMs = 4000;
const stepLimitMs = 240_000;

/** What ends a step's reply: a prompt, that much silence, or a text. */
type End = { prompt: true } | { quietMs: number } | { text: string };

/** Done once, when the reply first contains `saw`: bytes typed, or a power action. */
interface Reaction {
  saw: string;
  send?: string;
  power?: string;
}

interface Step {
  send?: string;
  power?: string;
  wait?: string;
  end: End;
  when?: Reaction[];
}

const prompt: End = { prompt: true };
const endsAtPrompt = /(=> |(^|\n)> )$/;

/** `echo` and N characters that count themselves, so that a cut shows where. */
function longLine(length: number): string {
  let line = 'echo ';
  while (line.length < length) line += String(line.length).padStart(5, '.');
  return line.slice(0, length);
}

/** The JSON texts at the start of a directive's argument, and what follows them. */
function texts(argument: string, count: number): string[] {
  const parts: string[] = [];
  let rest = argument;
  for (let i = 0; i < count; i += 1) {
    const quoted = /^\s*("(?:[^"\\]|\\.)*")\s?/.exec(rest);
    if (!quoted?.[1]) throw new Error(`a JSON text is missing in: ${argument}`);
    parts.push(JSON.parse(quoted[1]) as string);
    rest = rest.slice(quoted[0].length);
  }
  return [...parts, rest];
}

const directives: Record<string, (argument: string) => Step> = {
  bytes: (argument) => ({ send: texts(argument, 1)[0]!, end: prompt }),
  type: (argument) => ({ send: texts(argument, 1)[0]!, end: { quietMs: typeQuietMs } }),
  long: (argument) => ({ send: `${longLine(Number(argument))}\r`, end: prompt }),
  silence: (argument) => ({ send: `${argument}\r`, end: { quietMs: silenceMs } }),
  on: (argument) => ({ power: 'on', end: { text: texts(argument, 1)[0]! } }),
  until: (argument) => ({ wait: texts(argument, 1)[0]!, end: { text: texts(argument, 1)[0]! } }),
  power: (action) => ({ power: action, end: /^(un)?plug$/.test(action) ? { quietMs: promptQuietMs } : prompt }),
  interrupt(argument) {
    const [saw, command] = texts(argument, 1);
    return { send: `${command}\r`, when: [{ saw: saw!, send: '\u0003' }], end: prompt };
  },
  during(argument) {
    const [saw, rest] = texts(argument, 1);
    const [power, ...command] = rest!.split(' ');
    return { send: `${command.join(' ')}\r`, when: [{ saw: saw!, power: power! }], end: prompt };
  },
  replug(argument) {
    const [first, second, command] = texts(argument, 2);
    const when = [
      { saw: first!, power: 'unplug' },
      { saw: second!, power: 'plug' },
    ];
    return { send: `${command}\r`, when, end: prompt };
  },
  'unplug-interrupt'(argument) {
    const [first, second, command] = texts(argument, 2);
    const when = [
      { saw: first!, power: 'unplug' },
      { saw: second!, send: '\u0003' },
    ];
    return { send: `${command}\r`, when, end: prompt };
  },
};

/** A command file: `# ` comments, `@` directives, and one command a line. */
export function parseCommands(text: string): { environment: string; steps: Step[] } {
  let environment = 'prompt';
  const steps: Step[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const [, name, argument] = /^@([\w-]+) ?(.*)$/s.exec(line) ?? [];
    if (name === 'env') environment = argument!;
    else if (name === undefined) steps.push({ send: `${line}\r`, end: prompt });
    else if (directives[name]) steps.push(directives[name](argument!));
    else throw new Error(`unknown directive: ${line}`);
  }
  if (steps[0]?.power !== 'on') steps.unshift({ power: 'on', end: prompt });
  return { environment, steps };
}

/** The record of a step: the echo of a line apart from the reply to it. */
function describe({ end, ...step }: Step, output: string): string {
  const line = step.send !== undefined && /[\r\n]$/.test(step.send);
  const cut = line ? output.indexOf('\r\n') + 2 : 0;
  const echo = line ? { echo: output.slice(0, cut) } : {};
  const ends = 'prompt' in end ? {} : { ends: 'text' in end ? 'text' : 'silence' };
  return JSON.stringify({ ...step, ...echo, reply: output.slice(cut), ...ends });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Does one step on an open console, and resolves to all that it printed. */
async function perform(socket: Socket, directory: string, step: Step): Promise<string> {
  let output = '';
  let heard = performance.now();
  let failure: Error | undefined;
  const reactions = [...(step.when ?? [])];
  const power = (action: string) => run(`${board}/power`, [directory, action]);
  const onData = (chunk: Buffer) => {
    output += chunk.toString('latin1');
    heard = performance.now();
    const next = reactions[0];
    if (!next || !output.includes(next.saw)) return;
    reactions.shift();
    if (next.send) socket.write(next.send, 'latin1');
    if (next.power) {
      power(next.power).catch((error: Error) => {
        failure = error;
      });
    }
  };
  const isOver = () => {
    const quietMs = performance.now() - heard;
    if ('text' in step.end) return output.includes(step.end.text);
    return 'quietMs' in step.end ? quietMs > step.end.quietMs : endsAtPrompt.test(output) && quietMs > promptQuietMs;
  };

  socket.on('data', onData);
  const started = performance.now();
  if (step.power) await power(step.power);
  if (step.send) socket.write(step.send, 'latin1');
  while (!isOver()) {
    if (failure) throw failure;
    if (performance.now() - started > stepLimitMs) {
      throw new Error(`no end of ${JSON.stringify(step)} after ${JSON.stringify(output.slice(-200))}`);
    }
    await sleep(20);
  }
  socket.off('data', onData);
  return output;
}

async function record(name: string): Promise<void> {
  const { environment, steps } = parseCommands(await readFile(join(sessions, `${name}.commands`), 'utf8'));
  const directory = await mkdtemp(join(tmpdir(), 'virtual-midway-'));
  const port = await freePort();
  await run(`${board}/start`, ['--env', environment, '--console', `tcp:${port}`, directory]);
  const socket = connect(port, '127.0.0.1');
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const lines: string[] = [];
    for (const step of steps) lines.push(describe(step, await perform(socket, directory, step)));
    await writeFile(join(sessions, `${name}.jsonl`), `${lines.join('\n')}\n`);
    process.stderr.write(`${name}: ${lines.length} steps\n`);
  } finally {
    socket.destroy();
    await run(`${board}/stop`, [directory]);
    await rm(directory, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
const known = (await readdir(sessions)).filter((file) => file.endsWith('.commands')).map((file) => file.slice(0, -9));
for (const name of wanted.length > 0 ? wanted : known.sort()) await record(name);
