import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import { reset } from './boot-commands.ts';
import { BUILDS } from './builds.ts';
import { COMMAND_NAMES } from './commands.ts';
import { Environment } from './environment.ts';
import { Hush } from './hush.ts';
import { sizeText } from './tftp.ts';
import type { UBoot } from './uboot.ts';

/** U-Boot, from its banner on; never returns. */
export function* runUBoot(board: FakeBoard): Program {
  const build = BUILDS[board.scenario.firmware];
  const goodNvram = board.nvram !== undefined;
  const env = new Environment(board, {
    bootcount: '1',
    eth1addr: '52:54:00:12:34:57',
    ethaddr: '52:54:00:12:34:56',
    fdtcontroladdr: '7ff1ba00',
    stderr: build.serial,
    stdin: build.serial,
    stdout: build.serial,
  });
  const uboot: UBoot = {
    board,
    build,
    env,
    fdtAddress: undefined,
    loadAddress: 0x800000,
    dumpAddress: 0,
    interrupted: false,
    repeated: false,
    address: env.get('ipaddr'),
    arpPending: false,
    history: { lines: [] },
    commandNames: COMMAND_NAMES,
    print: (text) => board.print(text.replaceAll('\n', '\r\n')),
  };
  const { print } = uboot;
  print(`\n\n${build.banner}\n\nDRAM:  ${sizeText(board.scenario.memoryMib * 0x100000)}\n`);
  yield* board.reach('firmware');
  for (const line of build.before) print(`${line}\n`);
  const warning = '*** Warning - bad CRC, using default environment\n\n';
  if (build.autoboot === 'keyed' && build.saysWorkingFdt)
    print(`Loading Environment from NVRAM... ${goodNvram ? 'OK\n' : warning}`);
  else if (!goodNvram) print(warning);
  print(`In:    ${build.serial}\nOut:   ${build.serial}\nErr:   ${build.serial}\n`);
  for (const line of build.scsi) print(`${line}\n`);
  const [first, second] = build.ethernet;
  print(`Net:   ${build.saysWorkingFdt ? `eth0: ${first}, eth1: ${second}` : `${first}, ${second}`}\n`);

  // misc_init_r(): the boot choice's bootcmdN becomes bootcmd, or there is no autoboot at all
  if (env.get('bootcmd0') === undefined) env.delete('bootcmd');
  else env.set('bootcmd', 'run bootcmd0');
  const shell = new Hush(uboot);
  const bootcmd = env.get('bootcmd');
  if (bootcmd !== undefined && !board.skipsAutoboot && !(yield* stopsAutoboot(uboot))) {
    yield* shell.run(bootcmd);
  }
  yield* board.reach('prompt');
  yield* shell.interact();
  print('\nTimeout waiting for command\n');
  yield* reset(uboot);
}

/** Counts down; returns whether a key stopped it. Source: u-boot common/autoboot.c. */
function* stopsAutoboot(uboot: UBoot): Program<boolean> {
  const { board, build, env, print } = uboot;
  const seconds = Number(env.get('bootdelay') ?? '2');
  if (build.autoboot === 'any-key') {
    print(`Hit any key to stop autoboot: ${String(seconds).padStart(2)} `);
    yield* board.reach('autoboot');
    for (let left = seconds; left > 0; left -= 1) {
      if ((yield { ms: board.ms('countdownSecond'), input: true }) === 'input') {
        board.read();
        print('\b\b\b 0 \n');
        return true;
      }
      print(`\b\b\b${String(left - 1).padStart(2)} `);
    }
    print('\n');
    return false;
  }
  print(`Autobooting in ${seconds} seconds...\nPress <s> to stop or <d> to delay\n`);
  yield* board.reach('autoboot');
  const keys = [env.get('bootstopkey'), env.get('bootdelaykey')].filter((key) => key !== undefined && key !== '');
  const until = board.now() + seconds * board.ms('countdownSecond');
  let typed = '';
  while (true) {
    for (let byte = board.read(); byte !== undefined; byte = board.read()) {
      typed = (typed + String.fromCharCode(byte)).slice(-64);
      if (keys.some((key) => typed.endsWith(key!))) return true;
    }
    if ((yield { ms: Math.max(0, until - board.now()), input: true }) === 'time') return false;
  }
}
