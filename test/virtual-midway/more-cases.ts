import { type Boot, type Case, error, failed, passed } from './case.ts';

const SHORT_XEN = ['--silence', 'xen-early=20', '--silence', 'xen=20'];

/** Leaves the board at U-Boot's prompt. */
const leavesPrompt: Boot = {
  images: { xen: 'no-such-file' },
  expected: error('lab', 'tftp.file-not-found', 'load'),
};

const GOOD: readonly Case[] = [
  { name: 'until-xen', why: 'Xen’s version line is enough.', options: ['--until', 'xen'], expected: passed('xen') },
  {
    name: 'until-dom0',
    why: 'Linux’ version line on hvc0 is enough.',
    options: ['--until', 'dom0'],
    expected: passed('dom0-kernel'),
  },
  {
    name: 'late-login',
    why: 'The login prompt comes after half a minute of silence.',
    images: { initrd: 'initrd-late-login.gz' },
    expected: passed(),
  },
  {
    name: 'no-stop-key',
    why: 'No bootstopkey: only Ctrl-C during the boot command helps.',
    env: 'autoboot-ctrlc',
    expected: passed(),
    fake: 'no-stop-key',
  },
  {
    name: 'bare-no-stop-key',
    why: 'No bootstopkey, and no addresses in NVRAM.',
    env: 'autoboot-ctrlc-bare',
    expected: passed(),
  },
  { name: 'bare', why: 'NVRAM holds no load addresses.', env: 'autoboot-s-bare', expected: passed() },
  {
    name: 'empty-nvram',
    why: 'NVRAM has lost its contents (bad CRC).',
    env: 'empty',
    expected: passed(),
    fake: 'empty-nvram',
  },
  {
    name: 'no-autoboot',
    why: 'U-Boot goes straight to its prompt.',
    env: 'prompt',
    expected: passed(),
    fake: 'no-autoboot',
  },
  {
    name: 'at-prompt',
    why: 'The board idles at U-Boot’s prompt: it is taken from there, without power control.',
    first: leavesPrompt,
    power: false,
    expected: passed(),
    fake: 'at-prompt',
  },
  {
    name: 'reset-at-prompt',
    why: 'From the prompt, --reset uboot types reset.',
    first: leavesPrompt,
    power: false,
    options: ['--reset', 'uboot'],
    expected: passed(),
  },
  {
    name: 'from-dom0',
    why: 'A dom0 waits at its login prompt: the power is cycled.',
    first: { expected: passed() },
    expected: passed(),
  },
  {
    name: 'from-shell',
    why: 'Two boots in a row without power control: the shell that the first one left is told to reboot.',
    first: { logsIn: true, expected: passed() },
    power: false,
    options: ['--reset', 'uboot'],
    expected: passed(),
  },
  {
    name: 'person',
    why: 'No power control: a person is asked, and switches the board on.',
    power: false,
    fault: { at: { event: 'power: please reset the board' }, action: 'on' },
    expected: passed(),
  },
];

const LAB: readonly Case[] = [
  {
    name: 'dead-board',
    why: 'Nobody switches the board on.',
    power: false,
    options: ['--limit', 'power=20'],
    expected: error('lab', 'lab.silent', 'power'),
  },
  {
    name: 'power-fails',
    why: 'The power command fails.',
    power: false,
    options: ['--power-cycle', 'false'],
    expected: error('lab', 'lab.power', 'power'),
  },
  {
    name: 'unplugged',
    why: 'The network cable is pulled before DHCP.',
    fault: { at: { stage: 'autoboot' }, action: 'unplug' },
    expected: error('lab', 'lab.dhcp-no-answer', 'network'),
    fake: 'link-down',
  },
  {
    name: 'console-gone-load',
    why: 'The console disappears during a load.',
    images: { initrd: 'large' },
    fault: { at: { console: "Filename 'large'" }, action: 'quit' },
    expected: error('lab', 'lab.port-lost', 'load'),
  },
  {
    name: 'freeze-load',
    why: 'The board hangs during a load.',
    images: { initrd: 'large' },
    fault: { at: { console: "Filename 'large'" }, action: 'freeze' },
    expected: error('firmware', 'uboot.silent', 'load'),
  },
  {
    name: 'reset-device-tree',
    why: 'The board resets while the device tree is edited.',
    fault: { at: { stage: 'device-tree' }, action: 'reset' },
    expected: error('lab', 'lab.reset', 'device-tree'),
  },
  {
    name: 'cancelled',
    why: 'Ctrl-C stops a boot.',
    fault: { at: { stage: 'dom0-kernel' }, action: 'interrupt' },
    expected: { outcome: 'cancelled', class: null, cause: 'internal.cancelled', stage: 'dom0-kernel' },
  },
  {
    name: 'empty-file',
    why: 'What is served as Xen is empty.',
    images: { xen: 'empty' },
    expected: error('loader', 'uboot.refused', 'load'),
    fake: 'ok',
  },
];

const XEN: readonly Case[] = [
  {
    name: 'xen-cut-32',
    why: 'Xen ends before its magic number.',
    images: { xen: 'xen-cut-32' },
    expected: failed('loader', 'uboot.not-a-zimage', 'handoff'),
    fake: 'ok',
  },
  {
    name: 'xen-noise',
    why: 'Xen is noise.',
    images: { xen: 'noise' },
    expected: failed('loader', 'uboot.not-a-zimage', 'handoff'),
    fake: 'ok',
  },
  {
    name: 'xen-cut-64k',
    why: 'Xen is cut to 64 KiB: it dies without a word.',
    images: { xen: 'xen-cut-64k' },
    options: SHORT_XEN,
    expected: failed('hypervisor', 'xen.silent', 'xen-early'),
  },
  {
    name: 'xen-cut-half',
    why: 'Xen is cut to half: it dies without a word.',
    images: { xen: 'xen-cut-half' },
    options: SHORT_XEN,
    expected: failed('hypervisor', 'xen.silent', 'xen-early'),
  },
  {
    name: 'xen-corrupt',
    why: 'Zeros in the middle of Xen: it traps.',
    images: { xen: 'xen-corrupt' },
    expected: failed('hypervisor', 'xen.trap', 'xen'),
  },
  {
    name: 'xen-hang',
    why: 'Nothing comes after `Starting kernel ...`.',
    images: { xen: 'xen-hang' },
    options: SHORT_XEN,
    expected: failed('hypervisor', 'xen.silent', 'xen-early'),
    fake: 'ok',
  },
  {
    name: 'xen-resets',
    why: 'What is started resets the board at once.',
    images: { xen: 'xen-resets' },
    expected: failed('hypervisor', 'xen.reset', 'xen-early'),
    fake: 'ok',
  },
  {
    name: 'xen-undefined',
    why: 'What is started is an undefined instruction: U-Boot’s vector catches it.',
    images: { xen: 'xen-undefined' },
    expected: failed('hypervisor', 'xen.reset', 'xen-early'),
  },
  {
    name: 'xen-babbles',
    why: 'What is started prints one line for ever.',
    images: { xen: 'xen-babbles' },
    options: ['--limit', 'xen-early=20'],
    expected: failed('hypervisor', 'xen.limit', 'xen-early'),
  },
  {
    name: 'dom0-mem-32m',
    why: 'dom0 gets so little memory that it dies before its first line.',
    options: ['--xen-args', 'dom0_mem=32M', ...SHORT_XEN],
    expected: failed('hypervisor', 'xen.silent', 'xen'),
    fake: 'ok',
  },
  {
    name: 'dom0-mem-16m',
    why: 'dom0 gets so little memory that Xen cannot even emulate its accesses.',
    options: ['--xen-args', 'dom0_mem=16M', ...SHORT_XEN],
    expected: failed('hypervisor', 'xen.dom0-fault', 'xen'),
  },
  {
    name: 'dom0-mem-64m',
    why: 'dom0 gets little memory, and boots.',
    options: ['--xen-args', 'dom0_mem=64M'],
    expected: passed(),
  },
];

const DOM0: readonly Case[] = [
  ...['not-a-zimage', 'noise', 'vmlinuz-cut-32', 'vmlinuz-cut-4k', 'vmlinuz-cut-half', 'vmlinuz-cut-last-byte'].map(
    (dom0): Case => ({
      name: `dom0-${dom0.replace('vmlinuz-', '')}`,
      why: 'Xen refuses the dom0 image.',
      images: { dom0 },
      expected: failed('hypervisor', 'xen.dom0-image-refused', 'xen'),
      ...(dom0.includes('vmlinuz') ? {} : { fake: 'ok' }),
    }),
  ),
  {
    name: 'dom0-bad-magic',
    why: 'The dom0 image has no zImage magic: Xen refuses it.',
    images: { dom0: 'vmlinuz-bad-magic' },
    expected: failed('hypervisor', 'xen.dom0-image-refused', 'xen'),
  },
  {
    name: 'dom0-corrupt',
    why: 'Zeros in the compressed kernel: dom0 dies before its first line.',
    images: { dom0: 'vmlinuz-corrupt' },
    options: SHORT_XEN,
    expected: failed('hypervisor', 'xen.silent', 'xen'),
  },
  {
    name: 'wrong-console',
    why: 'dom0’s last console is the UART that Xen keeps: only the login prompt comes out.',
    options: ['--dom0-args', 'console=ttyAMA0'],
    expected: passed(),
  },
  {
    name: 'initrd-cut-half',
    why: 'The initrd is cut to half.',
    images: { initrd: 'initrd-cut-half.gz' },
    expected: failed('loader', 'dom0.initramfs-damaged', 'dom0-kernel'),
  },
  {
    name: 'initrd-no-init',
    why: 'The initrd has no /init.',
    images: { initrd: 'initrd-no-init.gz' },
    expected: failed('dom0-kernel', 'dom0.no-root', 'dom0-kernel'),
  },
  {
    name: 'init-exits',
    why: 'init exits: the kernel panics.',
    images: { initrd: 'initrd-init-exits.gz' },
    expected: failed('dom0-userspace', 'userspace.init-died', 'dom0-userspace'),
    fake: 'init-died',
  },
  {
    name: 'init-exits-panic-3',
    why: 'init exits, and panic=3 resets the board.',
    images: { initrd: 'initrd-init-exits.gz' },
    options: ['--dom0-args', 'panic=3'],
    expected: failed('dom0-userspace', 'userspace.init-died', 'dom0-userspace'),
  },
  {
    name: 'initramfs-shell',
    why: 'The initramfs does not find the root device and opens its shell.',
    images: { initrd: 'initrd-shell.gz' },
    expected: failed('dom0-userspace', 'userspace.no-root', 'dom0-userspace'),
    fake: 'initramfs',
  },
  {
    name: 'emergency',
    why: 'sulogin asks for the root password.',
    images: { initrd: 'initrd-emergency.gz' },
    expected: failed('dom0-userspace', 'userspace.maintenance-shell', 'dom0-userspace'),
  },
  {
    name: 'no-login',
    why: 'init runs, and no login prompt comes.',
    images: { initrd: 'initrd-silent.gz' },
    options: ['--silence', 'dom0-userspace=30'],
    expected: failed('dom0-userspace', 'userspace.silent', 'dom0-userspace'),
    fake: 'no-login',
  },
  {
    name: 'dom0-oops',
    why: 'The dom0 kernel oopses in init, and panics.',
    images: { initrd: 'initrd-oops.gz' },
    expected: failed('dom0-kernel', 'dom0.panic', 'dom0-userspace'),
  },
  {
    name: 'dom0-reboots',
    why: 'init reboots at once.',
    images: { initrd: 'initrd-reboots.gz' },
    expected: failed('dom0-userspace', 'userspace.rebooted', 'dom0-userspace'),
  },
  {
    name: 'dom0-powers-off',
    why: 'init powers off at once.',
    images: { initrd: 'initrd-powers-off.gz' },
    expected: failed('dom0-userspace', 'userspace.halted', 'dom0-userspace'),
  },
  {
    name: 'root-wait',
    why: 'No disk, and rootwait: the kernel waits for ever.',
    images: { initrd: null },
    options: ['--dom0-args', 'rootwait', '--silence', 'dom0-kernel=30'],
    expected: failed('dom0-kernel', 'dom0.waiting-for-root', 'dom0-kernel'),
  },
  {
    name: 'no-root-panic-5',
    why: 'No root device, and panic=5 resets the board.',
    images: { initrd: null },
    options: ['--dom0-args', 'panic=5'],
    expected: failed('dom0-kernel', 'dom0.no-root', 'dom0-kernel'),
  },
  {
    name: 'freeze-userspace',
    why: 'The board hangs in dom0’s userspace.',
    images: { initrd: 'initrd-late-login.gz' },
    options: ['--silence', 'dom0-userspace=45'],
    fault: { at: { stage: 'dom0-userspace' }, action: 'freeze' },
    expected: failed('dom0-userspace', 'userspace.silent', 'dom0-userspace'),
  },
  {
    name: 'reset-userspace',
    why: 'The board resets in dom0’s userspace.',
    images: { initrd: 'initrd-late-login.gz' },
    fault: { at: { stage: 'dom0-userspace' }, action: 'reset' },
    expected: failed('dom0-userspace', 'userspace.reset', 'dom0-userspace'),
  },
  {
    name: 'wrong-password',
    why: 'dom0 refuses the login.',
    options: ['--login-user', 'root', '--login-password-file', 'LICENSE'],
    expected: failed('dom0-userspace', 'userspace.login-refused', 'dom0-userspace'),
  },
];

/** The rest of the matrix, for `--all`. */
export const MORE: readonly Case[] = [...GOOD, ...LAB, ...XEN, ...DOM0];
