import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Bench } from './harness.ts';

const FOLDER = new URL('../../fixtures/uboot-sessions/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace('.jsonl', ''));

/** One line of a recorded session; fixtures/uboot-sessions/README.md describes it. */
interface Step {
  readonly send?: string;
  readonly echo?: string;
  readonly reply: string;
  readonly when?: readonly { readonly saw: string; readonly send?: string; readonly power?: PowerAction }[];
  readonly power?: PowerAction;
  readonly wait?: string;
  readonly ends?: 'silence' | 'text';
}

type PowerAction = 'on' | 'off' | 'cycle' | 'reset' | 'plug' | 'unplug';

/** The NVRAMs of docker/virtual-midway/build as scenarios of the fake board. */
const ADDRESSES = 'bootstopkey=none,cpus=2';
const BARE = `${ADDRESSES},env-kernel_addr_r=none,env-ramdisk_addr_r=none,env-fdt_addr=none`;
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  prompt: `${ADDRESSES},bootcmd0=none`,
  'prompt-bare': `${BARE},bootcmd0=none`,
  'prompt-netretry-no': `${ADDRESSES},bootcmd0=none,env-netretry=no`,
  'prompt-bootretry': `${ADDRESSES},bootcmd0=none,env-bootretry=15`,
  'autoboot-s': 'cpus=2',
  'autoboot-ctrlc': ADDRESSES,
  empty: `${ADDRESSES},nvram=empty`,
};

/** Commands that the fake board answers in its own way or does not know: no boot needs them. */
const LEFT_OUT =
  /^(?:f?\t|\?|(?:help|net list|md\.l nonsense|md\.b 0x900000|fdt print \/ #|bdinfo|iminfo|coninfo|scsi|ext[24]load|load|ls|cmp|cp|itest|env print|editenv|fdt (header|help|rsvmem|boardsetup|bootcpu|memory|get)|\s*md\b.*1000|.*crc32 0x1000)\b)/;

test('there are recorded sessions to compare with', () => {
  expect(NAMES.length).toBeGreaterThan(10);
});

test.each(NAMES)('the fake board answers as the real U-Boot did in the session %s', (name) => {
  const steps = readFileSync(new URL(`${name}.jsonl`, FOLDER), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);
  const environment = /^@env (\S+)/m.exec(readFileSync(new URL(`${name}.commands`, FOLDER), 'utf8'))?.[1] ?? 'prompt';
  const bench = new Bench(`ok,${ENVIRONMENTS[environment]}`);

  const differences = steps.flatMap((step) => {
    const [fake, real] = [play(bench, step), (step.echo ?? '') + step.reply].map(normalise);
    return fake === real || LEFT_OUT.test(step.send ?? '')
      ? []
      : [[typed(step), fake, real].map((text) => JSON.stringify(text)).join('\n')];
  });

  expect(differences).toEqual([]);
});

function typed({ send, power, wait }: Step): string {
  return send ?? power ?? `(waits for ${wait})`;
}

/** Does what was done to the real board, and returns what the fake one printed. */
function play(bench: Bench, step: Step): string {
  if (step.power !== undefined) act(bench, step.power);
  else if (step.send !== undefined) bench.type(step.send);
  let reply = '';
  for (const { saw, send, power } of step.when ?? []) {
    reply += bench.within(10_000, (text) => (reply + text).includes(saw) || prompted(reply + text));
    if (!reply.includes(saw)) break;
    if (power !== undefined) act(bench, power);
    if (send !== undefined) bench.type(send);
  }
  const expected = (step.echo ?? '') + step.reply;
  if (step.ends === 'silence') return reply + bench.after(10);
  if (step.wait !== undefined || step.ends === 'text') {
    const last = step.wait ?? expected.slice(-20);
    const text = reply + bench.within(60_000, (more) => (reply + more).includes(last));
    const cut = Math.min(text.length, expected.length);
    bench.putBack(text.length - cut);
    return text.slice(0, cut);
  }
  const prompts = expected.split(/(?:^|\n)(?:=> |> )/).length;
  return (
    reply +
    bench.within(
      60_000,
      (text) => (reply + text).split(/(?:^|\n)(?:=> |> )/).length >= prompts && /> $/.test(reply + text),
    )
  );
}

/** Whether the board is back at its prompt. */
function prompted(text: string): boolean {
  return /\n(?:=> |> )$/.test(text);
}

function act(bench: Bench, action: PowerAction): void {
  if (action === 'off' || action === 'cycle') bench.board.powerOff();
  if (action === 'on' || action === 'cycle') bench.board.powerOn();
  if (action === 'reset') bench.board.reset();
  if (action === 'plug' || action === 'unplug') bench.board.plugCable(action === 'plug');
}

/** Removes what may differ: times, rates, the build's numbers, help texts, the end of a tree that is not the recorded one. */
function normalise(text: string): string {
  return text
    .replace(/^(U-Boot 20\d\d\.\d\d) \(.*\)/gm, '$1')
    .replace(/^(?:arm-linux-gnueabihf-gcc|GNU ld) .*$/gm, '(toolchain)')
    .replace(/ \(\d+ ms\)/g, ' (N ms)')
    .replace(/\n\t [\d.]+ (?:[KMG]iB|Bytes)\/s\r/g, '')
    .replace(/Loading: \*\x08[#T\s]*\r\n(Abort|\w+ Retry|Retry|done)/g, 'Loading: (marks)\r\n$1')
    .replace(/(Loading Device Tree to \w+, end \w{5})\w{3}/g, '$1')
    .replace(/(Usage:\r\n\w+ )[\s\S]*(?==> $)/, '$1')
    .replace(/^(fdtcontroladdr|relocaddr|reloc off|irq_sp|sp start)(\s*=\s*)\S+/gm, '$1$2N');
}
