import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';

/** Every stage: for words of the console server or of the cable, which may come at any time. */
export const ANY_STAGE: readonly BootStage[] = BOOT_STAGES;

/** U-Boot runs; nothing was asked of it yet. */
export const UBOOT_STARTS = ['firmware', 'autoboot', 'prompt'] as const satisfies readonly BootStage[];

/** U-Boot works through the commands of the plan: each ends with an exit status. */
export const UBOOT_COMMANDS = ['network', 'load', 'device-tree', 'handoff'] as const satisfies readonly BootStage[];

/** U-Boot is the one who speaks. */
export const UBOOT = [...UBOOT_STARTS, ...UBOOT_COMMANDS] as const satisfies readonly BootStage[];

/** Xen boots and builds dom0. */
export const XEN_BOOTS = ['xen-early', 'xen'] as const satisfies readonly BootStage[];

/** From Xen's first instruction on. */
export const XEN_LIVES = [
  'xen-early',
  'xen',
  'dom0-kernel',
  'dom0-userspace',
  'checks',
] as const satisfies readonly BootStage[];

/** From the building of dom0 on. */
export const DOM0_LIVES = ['xen', 'dom0-kernel', 'dom0-userspace', 'checks'] as const satisfies readonly BootStage[];

/** dom0 boots; in `checks` the same words may be the output of a command such as `dmesg`. */
export const DOM0_BOOTS = ['dom0-kernel', 'dom0-userspace'] as const satisfies readonly BootStage[];

/** The kernel runs. */
export const KERNEL_LIVES = ['dom0-kernel', 'dom0-userspace', 'checks'] as const satisfies readonly BootStage[];
