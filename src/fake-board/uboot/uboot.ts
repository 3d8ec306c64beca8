import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import type { UBootBuild } from './builds.ts';
import type { Environment } from './environment.ts';
import type { History } from './line-editor.ts';

/** What U-Boot's commands share. */
export interface UBoot {
  readonly board: FakeBoard;
  readonly build: UBootBuild;
  readonly env: Environment;
  /** The working device tree's address, once `fdt addr` set it. */
  fdtAddress: number | undefined;
  /** `image_load_addr`: where a load without an address goes. */
  loadAddress: number;
  /** Where `md` goes on when Enter repeats it. */
  dumpAddress: number;
  /** Set by a Ctrl-C that a command saw; ends loops; cleared by the next line. */
  interrupted: boolean;
  /** Whether the current command runs because bare Enter repeated it. */
  repeated: boolean;
  /** U-Boot's own address: the variable `ipaddr`, until a DHCP attempt forgets it. */
  address: string | undefined;
  /** Whether an ARP request is still unanswered: U-Boot goes on waiting for it in the next network command. */
  arpPending: boolean;
  readonly history: History;
  /** For completion by tab. */
  readonly commandNames: readonly string[];
  print(text: string): void;
}

/** Returned by a command that was called wrongly: its usage is printed. */
export const USAGE = -1;

/** One command of U-Boot's table. */
export interface Command {
  readonly name: string;
  /** CONFIG_SYS_MAXARGS and the like; more arguments print the usage. */
  readonly maxArgs: number;
  readonly repeatable: boolean;
  readonly summary: string;
  readonly usage: string;
  /** Runs it; the result is its return code, 0 for success. */
  run(uboot: UBoot, argv: readonly string[]): number | Program<number>;
}

/**
 * Waits while polling for Ctrl-C, as `sleep`, `tftp` and `dhcp` do: whatever is typed meanwhile is eaten.
 * Returns whether Ctrl-C was among it.
 */
export function* waitPolling(uboot: UBoot, ms: number): Program<boolean> {
  const { board } = uboot;
  const until = board.now() + ms;
  while (true) {
    for (let byte = board.read(); byte !== undefined; byte = board.read()) {
      if (byte === 0x03) {
        uboot.interrupted = true;
        return true;
      }
    }
    const left = until - board.now();
    if (left <= 0) return false;
    if ((yield { ms: left, input: true }) === 'time') return false;
  }
}

/** Polls for Ctrl-C once, as `md` does for each line: one typed byte is eaten. */
export function pollInterrupt(uboot: UBoot): boolean {
  const interrupted = uboot.board.read() === 0x03;
  if (interrupted) uboot.interrupted = true;
  return interrupted;
}

/** Parses as `hextoul` does: the digits that are there, with or without 0x. */
export function hex(text: string): number {
  const digits = /^(?:0[xX])?([0-9a-fA-F]+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, 16) >>> 0;
}
