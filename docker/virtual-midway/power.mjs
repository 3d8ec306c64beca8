// The virtual Midway's power switch, reset button and faults, over QEMU's QMP socket in the board's run directory.

import { closeSync, constants, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const limitMs = 10_000;

/** Connects and negotiates; `execute` runs one command, `saw` resolves at an event. Every wait ends at `limitMs`. */
async function openQmp(path) {
  const socket = connect(path);
  const waiting = new Set();

  function wait(accepts, what) {
    return new Promise((resolve, reject) => {
      const waiter = { accepts, resolve: (value) => settle(resolve, value), reject: (error) => settle(reject, error) };
      const timer = setTimeout(
        () => waiter.reject(new Error(`no ${what} within ${limitMs} ms (is its console open but not read?)`)),
        limitMs,
      );
      function settle(end, value) {
        clearTimeout(timer);
        waiting.delete(waiter);
        end(value);
      }
      waiting.add(waiter);
    });
  }

  function lose(reason) {
    for (const waiter of [...waiting]) waiter.reject(new Error(reason));
  }

  let connected = false;
  let text = '';
  socket.on('connect', () => {
    connected = true;
  });
  socket.on('error', (error) => lose(connected ? 'the board ended' : `no board runs here (${error.code})`));
  socket.on('close', () => lose('the board ended'));
  socket.setEncoding('utf8').on('data', (chunk) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop();
    for (const message of lines.map((line) => JSON.parse(line))) {
      for (const waiter of [...waiting]) if (waiter.accepts(message)) waiter.resolve(message);
    }
  });

  async function execute(command, options) {
    const answer = wait((message) => 'return' in message || 'error' in message, `answer to ${command}`);
    socket.write(`${JSON.stringify({ execute: command, arguments: options })}\n`);
    const { error, return: result } = await answer;
    if (error) throw new Error(`${command}: ${error.desc}`);
    return result;
  }

  const saw = (event) => wait((message) => message.event === event, `event ${event}`);

  await wait((message) => 'QMP' in message, 'greeting');
  await execute('qmp_capabilities');
  return { execute, saw, close: () => socket.destroy() };
}

const [directory, action = 'status'] = process.argv.slice(2);
// A frozen board and one that is switched off are both paused in QEMU: the mark tells them apart.
const frozenMark = join(directory ?? '.', 'frozen');

let qmp;
const running = async () => (await qmp.execute('query-status')).running;
const powered = async () => (await running()) || existsSync(frozenMark);

async function pressReset() {
  const reset = qmp.saw('RESET');
  await Promise.all([reset, qmp.execute('system_reset')]);
}

async function goOn() {
  rmSync(frozenMark, { force: true });
  if (!(await running())) await qmp.execute('cont');
}

async function off() {
  rmSync(frozenMark, { force: true });
  if (await running()) await qmp.execute('stop');
}

async function on() {
  if (await powered()) return;
  await pressReset();
  await goOn();
}

/** The console's pty. Opened and closed once, so that QEMU discards what nobody reads instead of waiting for a reader. */
async function consolePath() {
  const console = (await qmp.execute('query-chardev')).find(({ label }) => label === 'console');
  const path = /^pty:(.+)$/.exec(console?.filename)?.[1];
  if (path) closeSync(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
  return path ?? console?.filename;
}

const actions = {
  on,
  off,
  async cycle() {
    await off();
    await on();
  },
  async reset() {
    if (!(await powered())) throw new Error('it is off');
    await pressReset();
    await goOn();
  },
  status: async () => ((await powered()) ? 'on' : 'off'),
  async freeze() {
    if (!(await running())) throw new Error('it does not run');
    writeFileSync(frozenMark, '');
    await qmp.execute('stop');
  },
  async thaw() {
    if (!existsSync(frozenMark)) throw new Error('it is not frozen');
    await goOn();
  },
  unplug: () => qmp.execute('set_link', { name: 'network', up: false }),
  plug: () => qmp.execute('set_link', { name: 'network', up: true }),
  async quit() {
    await Promise.all([qmp.saw('SHUTDOWN'), qmp.execute('quit')]);
  },
  console: consolePath,
};

if (!directory || !Object.hasOwn(actions, action)) {
  process.stderr.write(`usage: power RUNDIR ${Object.keys(actions).join('|')}\n`);
  process.exit(2);
}
try {
  qmp = await openQmp(join(directory, 'qmp.sock'));
  const answer = await actions[action]();
  if (typeof answer === 'string') process.stdout.write(`${answer}\n`);
  qmp.close();
} catch (error) {
  process.stderr.write(`virtual-midway ${directory}: ${action}: ${error.message}\n`);
  process.exit(1);
}
