import type { TypingStage } from '../../machines/boot/types.ts';
import { MidwayError } from '../errors.ts';
import { deviceTreeCommands, type ModuleNode, moduleNodes } from './device-tree.ts';
import { bareWord, hex, ownLine, quote } from './quoting.ts';

/** What an image is to the boot. */
export type ImageRole = 'xen' | 'dom0' | 'initrd' | 'xsm';

/** An image to load: its name as the TFTP server knows it, and where in memory it goes (bytes). */
export interface PlannedImage {
  readonly role: ImageRole;
  readonly path: string;
  readonly address: number;
}

/** How U-Boot gets its address: by DHCP, as its environment says, or from here. */
export type NetworkPlan =
  | { readonly mode: 'dhcp' }
  | { readonly mode: 'env' }
  | { readonly mode: 'static'; readonly variables: Readonly<Record<string, string>> };

/** What is to be booted, how and where: everything the U-Boot commands are made from. */
export interface BootPlan {
  /** In the order they are loaded. */
  readonly images: readonly PlannedImage[];
  readonly fdtAddress: number;
  readonly xenArgs: string;
  readonly dom0Args: string;
  readonly network: NetworkPlan;
  /** A lab's own lines before the loads, and before bootz. */
  readonly preLoad: readonly string[];
  readonly preBootz: readonly string[];
  /** The longest line this U-Boot takes, in characters. */
  readonly lineLimit: number;
}

/** What a command's reply is read for. */
export type CommandKind = 'plain' | 'environment' | 'dhcp' | 'load' | 'header' | 'read-back' | 'bootz';

/** One line for U-Boot, and what is done with its answer. */
export interface PlannedCommand {
  readonly stage: TypingStage;
  readonly kind: CommandKind;
  readonly text: string;
  /** The image that a `load` brings, or whose `header` is looked at. */
  readonly image?: PlannedImage;
  /** Words that excuse a non-zero exit status. */
  readonly excuse?: string;
  /** Why it may be left out, for people who read the plan. */
  readonly note?: string;
}

/** Sizes in bytes of the images known so far. */
export type ImageSizes = ReadonlyMap<ImageRole, number>;

/** The U-Boot variables that the plan asks for, values as `printenv` shows them. */
export type UbootEnvironment = ReadonlyMap<string, string>;

const ASKED_VARIABLES = ['ipaddr', 'serverip', 'kernel_addr_r', 'ramdisk_addr_r', 'fdt_addr'] as const;

/** The name of Xen's own variable for each image's address, where U-Boot's environment may have one. */
export const ADDRESS_VARIABLES: Readonly<Partial<Record<ImageRole | 'fdt', string>>> = {
  xen: 'kernel_addr_r',
  initrd: 'ramdisk_addr_r',
  fdt: 'fdt_addr',
};

/** Proves the prompt and asks what the later stages need to know. */
export function promptCommands(): PlannedCommand[] {
  return [
    { stage: 'prompt', kind: 'plain', text: 'version' },
    {
      stage: 'prompt',
      kind: 'environment',
      text: `printenv ${ASKED_VARIABLES.join(' ')}`,
      excuse: 'not defined',
      note: 'addresses found here take the place of the board profile’s',
    },
  ];
}

/** Gets an address, and keeps U-Boot from retrying for ever or loading by itself. */
export function networkCommands(plan: BootPlan, environment: UbootEnvironment): PlannedCommand[] {
  const housekeeping = ['setenv autoload no', 'setenv netretry no'].map((text) => plain('network', text));
  switch (plan.network.mode) {
    case 'env':
      return housekeeping;
    case 'static':
      return [
        ...housekeeping,
        ...Object.entries(plan.network.variables).map(([name, value]) =>
          plain('network', `setenv ${name} ${bareWord(value, name)}`),
        ),
      ];
    case 'dhcp':
      if (environment.has('ipaddr') && environment.has('serverip')) return housekeeping;
      return [
        ...housekeeping,
        { stage: 'network', kind: 'dhcp', text: 'dhcp', note: 'left out when ipaddr and serverip are set' },
      ];
    default:
      return plan.network satisfies never;
  }
}

/** Loads every image; each one's size comes from its own reply. */
export function loadCommands(plan: BootPlan): PlannedCommand[] {
  return [
    clearCommand(plan),
    ...plan.preLoad.map((line) => plain('load', ownLine(line, '--uboot pre-load'))),
    ...plan.images.flatMap((image): PlannedCommand[] => [
      {
        stage: 'load',
        kind: 'load',
        image,
        text: `tftp ${hex(image.address)} ${bareWord(image.path, `the path of ${image.role}`)}`,
      },
      ...(image.role === 'dom0' ? [headerCommand(image)] : []),
    ]),
  ];
}

/**
 * Shows the words of a zImage's header that tell its magic, start and end. Linux's end is the file's: a truncated kernel is found
 * here. Xen's end counts memory that is not in the file, so its header proves nothing.
 */
function headerCommand(image: PlannedImage): PlannedCommand {
  return {
    stage: 'load',
    kind: 'header',
    image,
    text: `md.l ${hex(image.address + ZIMAGE_HEADER_OFFSET)} 3`,
    excuse: 'Unknown command',
    note: 'the kernel’s own header tells how long it should be',
  };
}

/** Where a zImage keeps its magic, start and end, in bytes (linux: arch/arm/boot/compressed/head.S). */
export const ZIMAGE_HEADER_OFFSET = 0x24;

/** The memory that is cleared for Xen, in bytes: twice the size of the largest build seen. */
const CLEARED_BYTES = 0x200000;

/**
 * Clears where Xen will be: memory keeps an earlier boot's image over a reset, and would complete a truncated one or lend its
 * header to a file that is no zImage.
 */
function clearCommand(plan: BootPlan): PlannedCommand {
  const { address } = xenOf(plan);
  const next = Math.min(...plan.images.filter((image) => image.address > address).map((image) => image.address));
  const words = Math.min(CLEARED_BYTES, next - address) / 4;
  return {
    stage: 'load',
    kind: 'plain',
    text: `mw.l ${hex(address)} 0 ${hex(words)}`,
    note: 'an image left there by an earlier boot must not complete a truncated one',
  };
}

/** Tells the device tree what was loaded where, reads it back, and runs the lab's own last lines. */
export function treeCommands(plan: BootPlan, sizes: ImageSizes): PlannedCommand[] {
  const texts = deviceTreeCommands(plan, moduleNodes(plan, sizes));
  return [
    ...texts.map((text): PlannedCommand => {
      const command = plain('device-tree', text);
      return text.startsWith('fdt mknod ') ? { ...command, excuse: 'FDT_ERR_EXISTS' } : command;
    }),
    { stage: 'device-tree', kind: 'read-back', text: 'fdt print /chosen', note: 'compared with what was set' },
    ...plan.preBootz.map((line) => plain('device-tree', ownLine(line, '--uboot pre-bootz'))),
  ];
}

/** Starts Xen. Never without the device tree's address: U-Boot resets the board then. */
export function handoffCommands(plan: BootPlan): PlannedCommand[] {
  return [{ stage: 'handoff', kind: 'bootz', text: `bootz ${hex(xenOf(plan).address)} - ${hex(plan.fdtAddress)}` }];
}

function xenOf(plan: BootPlan): PlannedImage {
  const xen = plan.images.find(({ role }) => role === 'xen');
  if (xen === undefined) throw new MidwayError('MWS_PLAN', 'cannot plan a boot without a Xen image');
  return xen;
}

/** What the device tree must say, for the comparison after it was read back. */
export function wantedNodes(plan: BootPlan, sizes: ImageSizes): ModuleNode[] {
  return moduleNodes(plan, sizes);
}

/** The same plan at the addresses that the board's own environment names, for those that nobody chose. */
export function atBoardAddresses(
  plan: BootPlan,
  chosen: ReadonlySet<ImageRole | 'fdt'>,
  environment: UbootEnvironment,
): BootPlan {
  const address = (what: ImageRole | 'fdt', otherwise: number): number => {
    const variable = ADDRESS_VARIABLES[what];
    const value = variable === undefined || chosen.has(what) ? undefined : environment.get(variable);
    return value !== undefined && /^(0x)?[0-9a-f]{1,8}$/i.test(value) ? Number.parseInt(value, 16) : otherwise;
  };
  return {
    ...plan,
    images: plan.images.map((image) => ({ ...image, address: address(image.role, image.address) })),
    fdtAddress: address('fdt', plan.fdtAddress),
  };
}

/** All that a person wrote and U-Boot's shell has to carry, for the error that it raises before anything is touched. */
export function checkArguments(plan: BootPlan): void {
  quote(plan.xenArgs, 'the Xen arguments');
  quote(plan.dom0Args, 'the dom0 arguments');
  loadCommands(plan);
  for (const line of plan.preBootz) ownLine(line, '--uboot pre-bootz');
}

function plain(stage: TypingStage, text: string): PlannedCommand {
  return { stage, kind: 'plain', text };
}
