import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import { type Image, isComplete } from '../images.ts';
import type { Dom0Fate } from '../scenario.ts';
import { EMERGENCY, INITRAMFS, NO_ROOT, OOPS, PANIC_TRACE, STARVED } from '../text/dom0-failures.ts';
import { fill } from '../text/fill.ts';
import { KERNEL_LINES } from '../text/kernel.ts';
import { flag, option } from '../xen/boot-info.ts';
import type { XenConsole } from '../xen/console.ts';
import { serveLogins } from './login.ts';
import { createTty, readLine, type Tty } from './tty.ts';

/** What Xen hands to dom0. */
export interface Dom0 {
  readonly commandLine: string;
  /** For the kernel's greeting, such as 4.17. */
  readonly xenRelease: string;
  /** The kernel's image was overwritten or cut behind its header. */
  readonly damaged: boolean;
  /** Too little memory to get anywhere. */
  readonly starved: false | 'silent' | 'trapped';
  /** What becomes of it once its kernel runs. */
  readonly fate: Dom0Fate;
  readonly initrd: Image | undefined;
}

/** How a dom0 ends. */
export type Dom0End = 'reboot' | 'halt';

/** Seconds on the kernel's clock when it comes to init. */
const INIT_SECONDS = 5.76;

/** dom0 from its kernel's first line until it is shut down. */
export function* runDom0(board: FakeBoard, console: XenConsole, dom0: Dom0): Program<Dom0End> {
  if (dom0.damaged) yield {};
  if (dom0.starved) {
    if (dom0.starved === 'trapped') for (const line of STARVED) console.line(line);
    yield {};
  }
  const tty = createTty(board, console);
  const talks = (dom0.commandLine.match(/(?:^|\s)console=\S+/g) ?? []).some((one) => one.trim() === 'console=hvc0');
  const speak = tty.write;
  if (!talks) tty.write = () => {};
  yield* printKernel(tty, dom0);

  const { commandLine } = dom0;
  const unpacked = dom0.initrd !== undefined && dom0.initrd.kind === 'initrd' && isComplete(dom0.initrd);
  const initrd = unpacked && dom0.fate !== 'no-init' && (option(commandLine, 'rdinit') ?? '/init') === '/init';
  if (dom0.initrd !== undefined && !unpacked)
    kernelLine(tty, 1.9, 'Initramfs unpacking failed: invalid magic at start of compressed archive');
  const root = option(commandLine, 'root');
  const hasRoot = board.scenario.disk && root === '/dev/sda2';
  if (dom0.fate === 'oops') return yield* panicAfter(tty, commandLine, OOPS, 'Fatal exception');
  if (!initrd && !hasRoot) {
    if (root !== undefined && flag(commandLine, 'rootwait')) {
      kernelLine(tty, 6.1, `Waiting for root device ${root}...`);
      yield {};
    }
    const device =
      root === undefined
        ? []
        : [
            `VFS: Cannot open root device "${root.replace('/dev/', '')}" or unknown-block(0,0): error -6`,
            'Please append a correct "root=" boot option; here are the available partitions:',
          ];
    return yield* panicAfter(
      tty,
      commandLine,
      [...device, ...NO_ROOT],
      'VFS: Unable to mount root fs on unknown-block(0,0)',
    );
  }
  kernelLine(tty, 5.73, 'Freeing unused kernel image (initmem) memory: 2048K');
  if (initrd) kernelLine(tty, INIT_SECONDS, 'Run /init as init process');
  else {
    kernelLine(tty, 5.74, 'EXT4-fs (sda2): mounted filesystem with ordered data mode. Quota mode: none.');
    kernelLine(tty, 5.75, 'VFS: Mounted root (ext4 filesystem) readonly on device 8:2.');
    kernelLine(tty, INIT_SECONDS, 'Run /sbin/init as init process');
  }
  // an initrd's own getty opens hvc0 whether or not the kernel speaks there
  if (initrd) tty.write = speak;
  yield* board.reach('dom0-userspace');
  return yield* runUserspace(tty, dom0);
}

/** Prints a line of the kernel's with its time. */
export function kernelLine(tty: Tty, seconds: number, text: string): void {
  const line = `[${seconds.toFixed(6).padStart(12)}] ${text}`;
  tty.log.push(line);
  tty.write(`${line}\n`);
}

function* printKernel(tty: Tty, dom0: Dom0): Program {
  const { board } = tty;
  const values = { commandLine: dom0.commandLine, xenRelease: dom0.xenRelease, cpus: board.scenario.cpus };
  const middle = Math.floor(KERNEL_LINES.length / 2);
  let before = 0;
  for (const [index, template] of KERNEL_LINES.entries()) {
    if (index === middle) yield* board.reach('dom0-kernel');
    if (template.includes('smp: Brought up')) {
      for (let cpu = 1; cpu < board.scenario.cpus; cpu += 1) {
        tty.console.line(`d0v${cpu}: vGICD: unhandled word write 0xffffffff to ICACTIVER0`);
      }
    }
    if (template.includes('initrd') && dom0.initrd === undefined) continue;
    const seconds = Number(/^\[ *([\d.]+)\]/.exec(template)?.[1] ?? before);
    if (seconds - before >= 0.05) yield* board.wait('kernelSecond', seconds - before);
    before = seconds;
    const line = fill(template, values);
    tty.log.push(line);
    tty.write(`${tear(tty, line)}\n`);
  }
}

/** What a kernel message from another CPU does to a line now and then. */
function tear(tty: Tty, line: string): string {
  const { random, scenario } = tty.board;
  if (scenario.tear === 0 || random() >= scenario.tear) return line;
  const at = Math.floor(random() * line.length);
  return `${line.slice(0, at)}\n[    3.141593] random: crng init done\n${line.slice(at)}`;
}

function* panicAfter(tty: Tty, commandLine: string, lines: readonly string[], reason: string): Program<Dom0End> {
  const { board } = tty;
  let seconds = 6.14;
  for (const line of [...lines, `Kernel panic - not syncing: ${reason}`, ...PANIC_TRACE]) {
    kernelLine(tty, seconds, line);
    seconds += 0.0021;
  }
  const reboots = Number(option(commandLine, 'panic') ?? '0');
  if (reboots > 0) {
    kernelLine(tty, seconds, `Rebooting in ${reboots} seconds..`);
    yield* board.wait('second', reboots);
    return 'reboot';
  }
  kernelLine(tty, seconds, `---[ end Kernel panic - not syncing: ${reason} ]---`);
  yield {};
  return 'halt';
}

function* runUserspace(tty: Tty, dom0: Dom0): Program<Dom0End> {
  const { board } = tty;
  switch (dom0.fate) {
    case 'init-died':
      return yield* panicAfter(tty, dom0.commandLine, [], 'Attempted to kill init! exitcode=0x00000100');
    case 'emergency':
      tty.write(`${EMERGENCY.join('\n')}\n(or press Control-D to continue): `);
      return yield* hold(tty);
    case 'initramfs':
      tty.write(`${INITRAMFS.join('\n')}\n(initramfs) `);
      return yield* hold(tty);
    case 'reboots':
      kernelLine(tty, 8.8, 'reboot: Restarting system');
      return 'reboot';
    case 'powers-off':
      kernelLine(tty, 8.8, 'reboot: Power down');
      return 'halt';
    case 'no-getty':
      return yield* hold(tty);
    case 'late-loop':
      while (true) {
        kernelLine(tty, 30, 'INFO: task modprobe:81 blocked for more than 120 seconds.');
        yield* board.wait('second', 5);
      }
    case 'oops':
    case 'no-init':
    case 'ok':
      yield* board.wait('userspace');
      return yield* serveLogins(tty, dom0, 'login');
  }
}

/** A prompt that nobody answers: it echoes, and that is all. */
function* hold(tty: Tty): Program<Dom0End> {
  while (true) yield* readLine(tty, { echo: true });
}
