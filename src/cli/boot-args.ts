import { readFileSync } from 'node:fs';
import type { BootRequest } from '../boot/boot.ts';
import type { Credentials } from '../boot/log-in.ts';
import { makeLimits } from '../boot/make-limits.ts';
import { makePlan } from '../boot/make-plan.ts';
import type { RetryPolicy } from '../boot/run.ts';
import { systemClock } from '../clock.ts';
import { MidwayError } from '../errors.ts';
import { servedSizes } from '../images/served-sizes.ts';
import { PACING } from '../knowledge/pacing.ts';
import { type BoardProfile, MIDWAY } from '../knowledge/profile.ts';
import { createCommandPower } from '../power/command.ts';
import type { PowerDriver } from '../power/power.ts';
import { type ConsoleAddress, formatAddress, parseAddress } from '../transport/address.ts';
import { memoryMap, overlaps } from '../uboot/memory-map.ts';
import type { BootArgs } from './options.ts';

/** A boot's arguments, understood and checked before anything is touched. */
export interface BootSetting {
  /** What a person calls the board. */
  readonly name: string;
  readonly address: ConsoleAddress;
  readonly power: PowerDriver | null;
  readonly request: BootRequest;
  readonly policy: RetryPolicy;
  readonly repeat: number;
}

/**
 * Understands the arguments of `boot`.
 *
 * @throws MidwayError MWS_USAGE or MWS_PLAN: nothing was touched.
 */
export async function readBootArgs(args: BootArgs): Promise<BootSetting> {
  if (args.port === undefined) {
    throw new MidwayError('MWS_USAGE', 'boot needs a console: --port', {
      hint: 'For example --port /dev/ttyUSB0, or --port fake:ok, which needs no hardware.',
    });
  }
  const address = parseAddress(args.port);
  if (address.kind === 'fake') (await import('../fake-board/parse-scenario.ts')).parseScenario(address.scenario);
  const profile = profileOf(args);
  const { plan, chosen } = makePlan(bootOptions(args), profile);
  const knownSizes = args['tftp-dir'] === undefined ? new Map() : servedSizes(plan, args['tftp-dir']);
  const clashes = overlaps(memoryMap(plan, knownSizes));
  if (clashes.length > 0)
    throw new MidwayError('MWS_PLAN', `the images do not fit where they are to go: ${clashes.join('; ')}`);
  const power = powerOf(args);
  checkPossible(args, address, power);
  return {
    name: formatAddress(address),
    address,
    power,
    policy: { attempts: args.attempts, retryFailed: args['retry-failed'] },
    repeat: args.repeat,
    request: {
      board: null,
      port: formatAddress(address),
      plan,
      chosenAddresses: chosen,
      knownSizes,
      goal: args.until,
      reset: args.reset,
      login: credentials(args),
      ...makeLimits(args),
      prompts: profile.prompts,
      profile,
      offPauseMs: address.kind === 'fake' ? 0 : PACING.offPause.ms,
      after: args.after,
    },
  };
}

/** The board's profile, with the prompts that a person added. */
export function profileOf(args: Pick<BootArgs, 'prompt'>): BoardProfile {
  return { ...MIDWAY, prompts: [...args.prompt, ...MIDWAY.prompts] };
}

/** The camel-case names that yargs does not give (`strip-aliased`), for the plan. */
export function bootOptions(
  args: Pick<
    BootArgs,
    | 'xen'
    | 'dom0'
    | 'initrd'
    | 'xsm'
    | 'network'
    | 'ip'
    | 'netmask'
    | 'gateway'
    | 'uboot'
    | 'xen-args'
    | 'dom0-args'
    | 'xen-addr'
    | 'dom0-addr'
    | 'initrd-addr'
    | 'fdt-addr'
    | 'server-ip'
  >,
) {
  return {
    ...args,
    xenArgs: args['xen-args'],
    dom0Args: args['dom0-args'],
    xenAddr: args['xen-addr'],
    dom0Addr: args['dom0-addr'],
    initrdAddr: args['initrd-addr'],
    fdtAddr: args['fdt-addr'],
    serverIp: args['server-ip'],
  };
}

function powerOf(args: BootArgs): PowerDriver | null {
  const commands = {
    on: args['power-on'],
    off: args['power-off'],
    cycle: args['power-cycle'],
    status: args['power-status'],
  };
  if (Object.values(commands).every((command) => command === undefined)) return null;
  return createCommandPower({
    ...commands,
    limitMs: PACING.powerCommand.ms,
    offPauseMs: PACING.offPause.ms,
    clock: systemClock,
  });
}

function checkPossible(args: BootArgs, address: ConsoleAddress, power: PowerDriver | null): void {
  if (args['retry-failed'] && args.attempts === 1) {
    throw new MidwayError('MWS_USAGE', '--retry-failed has no effect with a single attempt', {
      hint: 'Say how many with --attempts N.',
    });
  }
  const hasPower = address.kind === 'fake' || power?.can.has('cycle') === true;
  if (args.reset === 'power' && !hasPower) {
    throw new MidwayError('MWS_USAGE', '--reset power needs a way to cycle the power', {
      hint: 'Give --power-cycle COMMAND, or --power-on and --power-off.',
    });
  }
  if (args.after === 'reboot' && !hasPower) {
    throw new MidwayError('MWS_USAGE', '--after reboot needs a way to cycle the power', {
      hint: 'Give --power-cycle COMMAND, or --power-on and --power-off.',
    });
  }
  if (args.after === 'off' && address.kind !== 'fake' && power?.can.has('off') !== true) {
    throw new MidwayError('MWS_USAGE', '--after off needs a way to switch the power off', {
      hint: 'Give --power-off COMMAND.',
    });
  }
  if (args.interact && !process.stdin.isTTY) {
    throw new MidwayError('MWS_USAGE', '--interact needs a terminal on standard input');
  }
}

function credentials(args: BootArgs): Credentials | null {
  const { 'login-user': user, 'login-password-file': file } = args;
  if (user === undefined) {
    if (file === undefined) return null;
    throw new MidwayError('MWS_USAGE', '--login-password-file needs --login-user');
  }
  if (args.until !== 'login')
    throw new MidwayError('MWS_USAGE', `--login-user has no effect with --until ${args.until}`);
  if (file === undefined) return { user, password: null };
  try {
    return { user, password: readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '' };
  } catch (cause) {
    throw new MidwayError(
      'MWS_USAGE',
      `cannot read the password file ${file}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
