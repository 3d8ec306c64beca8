import { MidwayError } from '../errors.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import { type BootPlan, checkArguments, type ImageRole, type NetworkPlan, type PlannedImage } from '../uboot/plan.ts';
import type { BootOptions } from './options.ts';

/** A plan, and which of its addresses a person chose: the board's environment may name the others. */
export interface MadePlan {
  readonly plan: BootPlan;
  readonly chosen: ReadonlySet<ImageRole | 'fdt'>;
}

/**
 * Makes the plan of a boot from its options and the board's profile.
 *
 * @throws MidwayError MWS_USAGE when an option cannot be understood, MWS_PLAN when U-Boot's shell cannot carry a value.
 */
export function makePlan(options: BootOptions, profile: BoardProfile): MadePlan {
  const { addresses } = profile;
  const chosen = new Map<ImageRole | 'fdt', number>();
  for (const [what, name, text] of [
    ['xen', '--xen-addr', options.xenAddr],
    ['dom0', '--dom0-addr', options.dom0Addr],
    ['initrd', '--initrd-addr', options.initrdAddr],
    ['fdt', '--fdt-addr', options.fdtAddr],
  ] as const) {
    if (text !== undefined) chosen.set(what, parseAddress(text, name));
  }
  const images: PlannedImage[] = [
    { role: 'xen', path: options.xen, address: chosen.get('xen') ?? addresses.kernel },
    { role: 'dom0', path: options.dom0, address: chosen.get('dom0') ?? addresses.dom0 },
  ];
  if (options.initrd !== undefined) {
    images.push({ role: 'initrd', path: options.initrd, address: chosen.get('initrd') ?? addresses.ramdisk });
  }
  if (options.xsm !== undefined) images.push({ role: 'xsm', path: options.xsm, address: addresses.xsm });
  const plan: BootPlan = {
    images,
    fdtAddress: chosen.get('fdt') ?? addresses.fdt,
    xenArgs: joinArgs(`console=dtuart dtuart=${profile.dtuart}`, options.xenArgs),
    dom0Args: joinArgs('console=hvc0', needsRoot(options) ? 'root=/dev/sda2' : undefined, options.dom0Args),
    network: networkPlan(options),
    preLoad: ownLines(options, 'pre-load'),
    preBootz: ownLines(options, 'pre-bootz'),
    lineLimit: profile.lineLength.known,
  };
  checkArguments(plan);
  return { plan, chosen: new Set(chosen.keys()) };
}

/** Without an initrd, dom0 needs a root device; the Xen wiki's Midway page has it on the second partition of the first disk. */
function needsRoot({ initrd, dom0Args }: BootOptions): boolean {
  return initrd === undefined && !/(?:^|\s)root=/.test(dom0Args ?? '');
}

function joinArgs(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part.trim() !== '')
    .map((part) => part?.trim())
    .join(' ');
}

function parseAddress(text: string, option: string): number {
  const value = /^(?:0x)?[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw new MidwayError('MWS_USAGE', `${option} ${JSON.stringify(text)} is not an address`, {
    hint: 'Give it in hexadecimal, below 4 GiB, as U-Boot does: 0x1000000.',
  });
}

function networkPlan({ network, ip, serverIp, netmask, gateway }: BootOptions): NetworkPlan {
  const variables = { ipaddr: ip, serverip: serverIp, netmask, gatewayip: gateway };
  const given = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (network !== 'static') {
    if (given.length === 0) return { mode: network };
    throw new MidwayError(
      'MWS_USAGE',
      `--ip, --server-ip, --netmask and --gateway need --network static, but the network is ${network}`,
    );
  }
  if (ip === undefined || serverIp === undefined) {
    throw new MidwayError('MWS_USAGE', '--network static needs --ip and --server-ip', {
      hint: 'For example: --network static --ip 192.168.1.20 --server-ip 192.168.1.1',
    });
  }
  for (const [name, value] of given) {
    if (!/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value)) {
      throw new MidwayError('MWS_USAGE', `${JSON.stringify(value)} is not an IPv4 address (for ${name})`);
    }
  }
  return { mode: 'static', variables: Object.fromEntries(given) };
}

function ownLines({ uboot }: BootOptions, when: 'pre-load' | 'pre-bootz'): string[] {
  return uboot.flatMap((entry) => {
    const [, place, line] = /^(pre-load|pre-bootz)=(.{1,})$/s.exec(entry) ?? [];
    if (place === undefined || line === undefined) {
      throw new MidwayError('MWS_USAGE', `--uboot ${JSON.stringify(entry)} names no place for the line`, {
        hint: 'Write --uboot pre-load=CMD or --uboot pre-bootz=CMD.',
      });
    }
    return place === when ? [line] : [];
  });
}
