import { type Boot, type Case, error, passed } from '../case.ts';

/** Leaves the board at U-Boot's prompt. */
const leavesPrompt: Boot = {
  images: { xen: 'no-such-file' },
  expected: error('lab', 'tftp.file-not-found', 'load'),
};

/** For the fake board: an NVRAM without load addresses. */
const BARE = 'env-kernel_addr_r=none,env-ramdisk_addr_r=none,env-fdt_addr=none';

/** Boots that come up, from wherever the board is. */
export const GOOD: readonly Case[] = [
  {
    name: 'until-xen',
    why: 'Xen’s version line is enough.',
    options: ['--until', 'xen'],
    expected: passed('xen'),
    fake: 'ok',
  },
  {
    name: 'until-dom0',
    why: 'Linux’ version line on hvc0 is enough.',
    options: ['--until', 'dom0'],
    expected: passed('dom0-kernel'),
    fake: 'ok',
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
    fake: `no-stop-key,${BARE}`,
  },
  {
    name: 'bare',
    why: 'NVRAM holds no load addresses.',
    env: 'autoboot-s-bare',
    expected: passed(),
    fake: `ok,${BARE}`,
  },
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
    fake: 'at-prompt',
  },
  {
    name: 'from-dom0',
    why: 'A dom0 waits at its login prompt: the power is cycled.',
    first: { expected: passed() },
    expected: passed(),
    fake: 'at-login',
  },
  {
    name: 'from-shell',
    why: 'Two boots in a row without power control: the shell that the first one left is told to reboot.',
    first: { logsIn: true, expected: passed() },
    power: false,
    options: ['--reset', 'uboot'],
    expected: passed(),
    fake: 'in-shell',
  },
  {
    name: 'person',
    why: 'No power control: a person is asked, and switches the board on.',
    power: false,
    fault: { at: { event: 'power: please reset the board' }, action: 'on' },
    expected: passed(),
  },
];
