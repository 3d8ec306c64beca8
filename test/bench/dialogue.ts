import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialogueSettings } from '../../src/boot/dialogue-settings.ts';
import { createNonces } from '../../src/boot/nonce.ts';
import { systemClock } from '../../src/clock.ts';
import { PACING } from '../../src/knowledge/pacing.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { openSerial } from '../../src/transport/serial.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { Dialogue } from '../../src/uboot/dialogue.ts';
import { fakeBoard } from './processes.ts';
import { median, print, printTable, verdict } from './report.ts';

const BAUD = 115_200;
const BITS_PER_BYTE = 10;
const ROUNDS = 15;
/** Rounds before the figures begin, for both processes to compile what they run. */
const WARM_UP = 3;

/** What a boot with an initrd types, without the loads: U-Boot answers each of them at once. */
const COMMANDS: readonly string[] = [
  'version',
  'printenv ipaddr serverip kernel_addr_r ramdisk_addr_r fdt_addr',
  'setenv autoload no',
  'setenv netretry no',
  'mw.l 0x800000 0 0x80000',
  'fdt addr 0x1000',
  'fdt resize',
  "fdt set /chosen xen,xen-bootargs 'console=dtuart dtuart=/soc/serial@fff36000 dom0_mem=1024M dom0_max_vcpus=2 sync_console'",
  'fdt mknod /chosen module',
  "fdt set /chosen/module compatible 'xen,linux-zimage' 'xen,multiboot-module'",
  'fdt set /chosen/module reg <0x0 0x1000000 0x0 0x7f8a00>',
  "fdt set /chosen/module bootargs 'console=hvc0 root=/dev/sda2 ro rootwait earlyprintk=xen clk_ignore_unused'",
  'fdt mknod /chosen module-initrd',
  "fdt set /chosen/module-initrd compatible 'xen,linux-initrd' 'xen,multiboot-module'",
  'fdt set /chosen/module-initrd reg <0x0 0x2000000 0x0 0x12ab34>',
  'fdt print /chosen',
];
const CHARACTERS = COMMANDS.join('').length;

/** Makes the next round's `mknod` create its nodes again. */
const UNDO = ['fdt rm /chosen/module', 'fdt rm /chosen/module-initrd'];

/** Bytes of one round, both ways. */
interface Traffic {
  sent: number;
  received: number;
}

interface Attached extends AsyncDisposable {
  readonly dialogue: Dialogue;
  readonly traffic: Traffic;
}

/** Typing at the U-Boot prompt: the real dialogue, serialport, a real pty, and a fake board in a process of its own. */
export async function benchDialogue(): Promise<void> {
  print(`dialogue: ${COMMANDS.length} commands, ${CHARACTERS} characters, echo and exit status of each verified`);
  const lockDir = mkdtempSync(join(tmpdir(), 'midway-bench-'));
  const rows = [['what', 'median', 'best', 'worst', 'floor', 'x floor', 'target', '']];
  try {
    const paced = await measure(`at-prompt,baud=${BAUD}`, lockDir);
    const floorMs = (paced.floorBytes * BITS_PER_BYTE * 1000) / BAUD;
    const ratio = median(paced.runsMs) / floorMs;
    rows.push([`at ${BAUD}`, ...spread(paced.runsMs), ms(floorMs), ratio.toFixed(3), '1.15 x', verdict(ratio <= 1.15)]);
    rows.push(['', '', '', '', '', '', '400 ms', verdict(median(paced.runsMs) <= 400)]);
    rows.push([
      'attach to its prompt',
      ...spread(paced.attachMs),
      '',
      '',
      '50 ms',
      verdict(median(paced.attachMs) < 50),
    ]);
    const free = await measure('at-prompt', lockDir);
    rows.push(['no line limit', ...spread(free.runsMs), '', '', '20 ms', verdict(median(free.runsMs) <= 20)]);
    rows.push(['attach to its prompt', ...spread(free.attachMs), '', '', '50 ms', verdict(median(free.attachMs) < 50)]);
    printTable(rows);
    const { sent, received } = paced.traffic;
    const echoed = sent + received - paced.floorBytes;
    print(
      `  ${ROUNDS} rounds after ${WARM_UP} to warm up; ${paced.resends + free.resends} lines had to be sent again.`,
    );
    print(`  floor: ${sent} bytes sent + ${received} received - ${echoed} echoed while we send = ${paced.floorBytes}`);
    print(
      '  bytes of 10 bits. Attach: from opening the port to a prompt that has answered a nonce with its exit status.',
    );
  } finally {
    rmSync(lockDir, { recursive: true });
  }
}

async function measure(scenario: string, lockDir: string) {
  await using board = await fakeBoard(scenario);
  const attachMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await using _attached = await attach(board.path, lockDir);
    attachMs.push(performance.now() - begun);
  }
  await using attached = await attach(board.path, lockDir);
  const { dialogue, traffic } = attached;
  const runsMs: number[] = [];
  let resends = 0;
  let floorBytes = 0;
  for (let round = 1 - WARM_UP; round <= ROUNDS; round += 1) {
    traffic.sent = 0;
    traffic.received = 0;
    const begun = performance.now();
    for (const command of COMMANDS) resends += await runOne(dialogue, command);
    const took = performance.now() - begun;
    const { sent, received } = traffic;
    // each line but its carriage return is echoed while the rest of it is under way
    floorBytes = received + COMMANDS.length;
    for (const command of UNDO) await runOne(dialogue, command);
    if (round > 0) runsMs.push(took);
    if (round === ROUNDS) return { runsMs, attachMs, resends, floorBytes, traffic: { sent, received } };
  }
  throw new Error('unreachable');
}

async function runOne(dialogue: Dialogue, command: string): Promise<number> {
  const reply = await dialogue.run(command, { quietMs: 5000, signal: new AbortController().signal });
  if (reply.status !== 0 && !command.startsWith('printenv')) {
    throw new Error(`${command} gave ${reply.status}: ${reply.output.join(' / ')}`);
  }
  return reply.resends;
}

/** Opens the port and proves the prompt, as a boot does with a board that idles there. */
async function attach(path: string, lockDir: string): Promise<Attached> {
  const transport: Transport = await openSerial(path, { baudRate: BAUD, lockDir });
  const traffic: Traffic = { sent: 0, received: 0 };
  const dialogue = new Dialogue(dialogueSettings(MIDWAY, MIDWAY.prompts), {
    clock: systemClock,
    nonce: createNonces(1),
    write(text) {
      traffic.sent += text.length;
      return transport.write(Buffer.from(text, 'latin1'));
    },
  });
  transport.listen({
    data(chunk) {
      traffic.received += chunk.length;
      dialogue.hear(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1'));
    },
    lost(error) {
      throw error;
    },
  });
  const { signal } = new AbortController();
  await dialogue.reachPrompt(signal, PACING.probe.tries);
  await dialogue.run('', { quietMs: PACING.probe.ms, signal });
  return { dialogue, traffic, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}

function spread(values: readonly number[]): [string, string, string] {
  return [ms(median(values)), ms(Math.min(...values)), ms(Math.max(...values))];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
