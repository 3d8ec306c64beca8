import type { Signature } from './signature.ts';
import { CONSOLE } from './signatures/console.ts';
import { DOM0_INITRAMFS } from './signatures/dom0-initramfs.ts';
import { DOM0_KERNEL } from './signatures/dom0-kernel.ts';
import { DOM0_KERNEL_TROUBLE } from './signatures/dom0-kernel-trouble.ts';
import { DOM0_SYSTEMD } from './signatures/dom0-systemd.ts';
import { DOM0_USERSPACE } from './signatures/dom0-userspace.ts';
import { FIRMWARE } from './signatures/firmware.ts';
import { NETWORK } from './signatures/network.ts';
import { UBOOT_BOOTZ } from './signatures/uboot-bootz.ts';
import { UBOOT_CRASH } from './signatures/uboot-crash.ts';
import { UBOOT_FDT } from './signatures/uboot-fdt.ts';
import { UBOOT_SHELL } from './signatures/uboot-shell.ts';
import { XEN_CRASH } from './signatures/xen-crash.ts';
import { XEN_DOM0_BUILD } from './signatures/xen-dom0-build.ts';
import { XEN_DOM0_END } from './signatures/xen-dom0-end.ts';
import { XEN_EARLY } from './signatures/xen-early.ts';
import { XEN_SETUP } from './signatures/xen-setup.ts';
import { XEN_WARNINGS } from './signatures/xen-warnings.ts';

/** The whole failure knowledge. The order is the order of precedence where several rows match one line. */
export const SIGNATURES: readonly Signature[] = [
  ...CONSOLE,
  ...FIRMWARE,
  ...NETWORK,
  ...UBOOT_CRASH,
  ...UBOOT_SHELL,
  ...UBOOT_FDT,
  ...UBOOT_BOOTZ,
  ...XEN_EARLY,
  ...XEN_SETUP,
  ...XEN_DOM0_BUILD,
  ...XEN_CRASH,
  ...XEN_DOM0_END,
  ...XEN_WARNINGS,
  ...DOM0_KERNEL,
  ...DOM0_KERNEL_TROUBLE,
  ...DOM0_INITRAMFS,
  ...DOM0_SYSTEMD,
  ...DOM0_USERSPACE,
];
