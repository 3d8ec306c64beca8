import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import { runDom0 } from '../dom0/main.ts';
import { type Image, isComplete } from '../images.ts';
import { fill, hex16 } from '../text/fill.ts';
import {
  DATA_ABORT,
  FIRST_TRAPS,
  HARDWARE_LINES,
  SECONDARY_EARLY,
  SYNCHRONOUS_WARNING,
  VIRTUALISATION_LINES,
  XEN_WORDINGS,
} from '../text/xen.ts';
import { type BootInfo, type BootModule, commandLines, flag, option, readBootInfo, sizeMib } from './boot-info.ts';
import { XenConsole } from './console.ts';
import { buildDom0 } from './dom0-build.ts';
import { unknownParameters } from './parameters.ts';

interface Entry {
  /** Where `bootz` found the image and left the tree. */
  readonly xenAddress: number;
  readonly treeAddress: number;
}

/** Xen, from its first instruction: what it says follows from the memory and the tree that U-Boot left. */
export function* runXen(board: FakeBoard, { xenAddress, treeAddress }: Entry): Program {
  const image = undamagedImage(board, xenAddress);
  yield* board.reach('xen-early');
  if (image?.kind === 'resets') yield { reset: true };
  if (image?.xen === undefined || (!isComplete(image) && image.corrupt !== true)) {
    // a kernel without Xen, or an image that something overwrote: nobody knows how to print
    board.takeInput(() => {});
    yield {};
    return;
  }
  const wording = XEN_WORDINGS[image.xen.version];
  const debug = image.xen.earlyPrintk;
  const console = new XenConsole(board, wording);
  console.visible = debug;
  for (const line of wording.early) console.line(`- ${line} -`, '');

  const early = (text: string): void => console.line(text, wording.earlyPrefix);
  early('Checking for initrd in /chosen');
  const tree = board.memory.treeAt(treeAddress);
  const info: BootInfo = tree === undefined ? { panic: 'No valid device tree' } : readBootInfo(tree);
  if ('panic' in info) {
    panic(console, info.panic, 'Reboot in five seconds...');
    // neither timer nor platform are set up yet: the announced reboot never comes
    board.takeInput(() => {});
    yield {};
    return;
  }
  const ramEnd = BigInt(board.scenario.memoryMib) * 0x100000n - 1n;
  early(`RAM: ${hex16(0)} - ${hex16(ramEnd)}`);
  early('');
  const modules: BootModule[] = [
    { kind: 'Xen', start: xenAddress, size: image.zImageEnd ?? 0, commandLine: undefined },
    { kind: 'Device Tree', start: treeAddress, size: info.tree.totalBytes, commandLine: undefined },
    ...info.modules,
  ];
  modules.forEach(({ kind, start, size }, index) => {
    early(fill(wording.module, { index, start: hex16(start), end: hex16(start + size), kind: kind.padEnd(12) }));
  });
  early(` RESVD[0]: ${hex16(0)} - ${hex16(0x1000)}`);
  early('');
  const kernel = info.modules.find(({ kind }) => kind === 'Kernel');
  const lines = commandLines(info.tree, kernel);
  if (kernel?.commandLine !== undefined && image.xen.version !== '4.4.0') {
    early(`CMDLINE[${hex16(kernel.start)}]:chosen ${kernel.commandLine}`);
  }
  early('');
  early(`Command line: ${lines.xen ?? '<NULL>'}`);
  for (const name of unknownParameters(lines.xen)) early(`parameter "${name}" unknown!`);
  const domHeapPages = (board.scenario.memoryMib * 256 * 31) / 32;
  if (image.corrupt === true) {
    for (const line of DATA_ABORT) early(line);
    panic(console, 'CPU0: Unexpected Trap: Data Abort', 'Reboot in five seconds...');
    board.takeInput(() => {});
    yield {};
  }
  for (const line of wording.heap) early(fill(line, { domHeapPages: Math.floor(domHeapPages) }));
  early('Platform: CALXEDA MIDWAY');
  const hasUart = startConsole(console, lines.xen, info, wording.lookingForUart);
  if (hasUart) console.listen();
  else console.ignoreInput();
  yield* board.wait('xenPart');

  if (debug && image.xen.version === '4.4.0') console.line(' Xen 4.4.0', '');
  for (const line of debug ? wording.banner : [wording.releaseBanner]) console.line(line);
  const values = { cpus: board.scenario.cpus, ringKib: 8 * board.scenario.cpus };
  const say = (rows: readonly string[]): void => {
    for (const row of rows) if (debug || !row.startsWith('!')) console.line(fill(row.replace(/^!/, ''), values));
  };
  const synchronous = flag(lines.xen, 'sync_console');
  if (synchronous) console.line('Console output is synchronous.');
  say(HARDWARE_LINES);
  yield* board.reach('xen');
  for (let cpu = 1; cpu < board.scenario.cpus; cpu += 1) {
    console.line(`Bringing up CPU${cpu}`);
    yield* board.wait('xenPart');
    if (!debug) continue;
    console.line(`- CPU ${cpu.toString(16).padStart(8, '0')} booting -`, '');
    for (const line of SECONDARY_EARLY) console.line(`- ${line} -`, '');
    console.line(`CPU${cpu}: Guest atomics will try 1 times before pausing the domain`);
    console.line(`CPU ${cpu} booted.`);
  }
  console.line(`Brought up ${board.scenario.cpus} CPUs`);
  say(VIRTUALISATION_LINES);
  say(
    HARDWARE_LINES.slice(HARDWARE_LINES.indexOf('Initializing Credit2 scheduler') + 1).filter((line) =>
      /^! |window/.test(line),
    ),
  );
  for (let cpu = 0; cpu < board.scenario.cpus; cpu += 1) {
    say([`!Adding cpu ${cpu} to runqueue 0`, ...(cpu === 0 ? ['! First cpu on runqueue, activating'] : [])]);
  }
  say(['!alternatives: Patching with alt table 002d2fd4 -> 002d30ac']);
  for (let cpu = 0; cpu < board.scenario.cpus; cpu += 1) say([`!CPU${cpu} will execute ICIALLU on guest exit`]);
  yield* board.wait('xenPart');

  console.line('*** LOADING DOMAIN 0 ***');
  const dom0Mib = sizeMib(option(lines.xen, 'dom0_mem'));
  const built = buildDom0(board, console, wording, { kernel, ramdisk: find(info, 'Ramdisk'), dom0Mib: dom0Mib ?? 512 });
  if ('panic' in built) {
    const stays = flag(lines.xen, 'noreboot');
    panic(console, built.panic, stays ? "Manual reset required ('noreboot' specified)" : 'Reboot in five seconds...');
    if (stays) yield {};
    yield* board.wait('xenReboot');
    yield { reset: true };
  }
  yield* board.wait('xenPart');
  console.line('Initial low memory virq threshold set at 0x4000 pages.');
  console.line('Scrubbing Free RAM in background');
  console.line(`Std. Loglevel: ${debug ? 'All' : 'Errors and warnings'}`);
  console.line(`Guest Loglevel: ${debug ? 'All' : 'Nothing (Rate-limited: Errors and warnings)'}`);
  if (synchronous) warn(console, SYNCHRONOUS_WARNING);
  if (dom0Mib === undefined) warn(console, ['PLEASE SPECIFY dom0_mem PARAMETER - USING 512M FOR NOW']);
  console.switchInput();
  console.line(`Freed ${debug ? 348 : 324}kB init memory.`);
  if ('initrd' in built) say(FIRST_TRAPS);

  const end = yield* runDom0(board, console, {
    commandLine: lines.dom0,
    xenRelease: image.xen.version.split('.').slice(0, 2).join('.'),
    damaged: 'damaged' in built,
    starved: !('starved' in built) ? false : built.starved < 32 ? 'trapped' : 'silent',
    fate: ('initrd' in built ? built.initrd?.fate : undefined) ?? board.scenario.dom0,
    initrd: 'initrd' in built ? built.initrd : undefined,
  });
  console.line(
    end === 'halt'
      ? `${wording.dom0} halted: halting machine${wording.dom0 === 'Domain 0' ? '.' : ''}`
      : `${wording.dom0} shutdown: rebooting machine${wording.dom0 === 'Domain 0' ? '.' : ''}`,
  );
  if (end === 'halt') {
    board.takeInput(() => {});
    yield {};
  }
  yield { reset: true };
}

function find(info: { readonly modules: readonly BootModule[] }, kind: BootModule['kind']): BootModule | undefined {
  return info.modules.find((one) => one.kind === kind);
}

/** The image at an address, if nothing was written over it. */
function undamagedImage(board: FakeBoard, address: number): Image | undefined {
  const found = board.memory.at(address);
  return found?.intact === true && found.content.kind === 'image' ? found.content.image : undefined;
}

/** Looks for the UART that `dtuart=` names; without it Xen stays as visible or as mute as it was, and hears nothing. */
function startConsole(console: XenConsole, commandLine: string | undefined, info: BootInfo, wording: string): boolean {
  const path = option(commandLine, 'dtuart');
  const consoles = (option(commandLine, 'console') ?? 'dtuart').split(',');
  let found = false;
  if (!consoles.includes('dtuart')) found = false;
  else if (path === undefined || path === '') console.line('No dtuart path configured');
  else if ('tree' in info) {
    console.line(fill(wording, { path: path.split(':')[0]! }));
    found = typeof info.tree.find(path.split(':')[0]!) !== 'string' && path.includes('serial');
    if (!found) console.line(`Unable to find device "${path}"`);
  }
  if (found) console.visible = true;
  for (const name of consoles) if (!(name === 'dtuart' && found)) console.line(`Bad console= option '${name}'`);
  return found;
}

/** What Xen holds the boot up for. Source: xen common/warning.c. */
function warn(console: XenConsole, lines: readonly string[]): void {
  const stars = '*'.repeat(51);
  for (const line of [stars, ...lines, stars, '3... 2... 1... ']) console.line(line);
}

/** Source: xen drivers/char/console.c, panic(). */
function panic(console: XenConsole, reason: string, last: string): void {
  const stars = '*'.repeat(40);
  for (const line of ['', stars, 'Panic on CPU 0:', reason.slice(0, 127), stars, '', last]) console.line(line);
}
