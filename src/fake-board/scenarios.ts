import type { Settings } from './parse-scenario.ts';

interface ScenarioRow {
  /** One sentence for the list that the command line prints. */
  readonly description: string;
  readonly settings: Settings;
}

/** The named scenarios: each is `ok` with these settings. */
export const SCENARIOS = {
  ok: { description: 'Boots Xen and dom0 to a login prompt.', settings: {} },
  'release-xen': {
    description: 'Xen is a release build: silent until its console starts.',
    settings: { xen: 'release' },
  },
  'xen-4.4': { description: 'Xen 4.4 with its older wording.', settings: { xen: '4.4' } },
  'old-firmware': {
    description: 'U-Boot 2012.07: `Highbank #`, any key stops autoboot, 256 characters a line.',
    settings: { firmware: 'old' },
  },
  'calxeda-firmware': {
    description: 'A factory U-Boot: `Highbank #` with keyed autoboot.',
    settings: { firmware: 'calxeda' },
  },
  'real-time': {
    description: 'Everything takes the time that it takes on hardware, at 115200 baud.',
    settings: { speed: 'real', baud: '115200' },
  },
  'no-autoboot': {
    description: 'No bootcmd0 in NVRAM: straight to the prompt, no countdown.',
    settings: { bootcmd0: 'none' },
  },
  'no-stop-key': {
    description: 'NVRAM has no bootstopkey: `s` does nothing, only Ctrl-C during bootcmd0 helps.',
    settings: { bootstopkey: 'none' },
  },
  'empty-nvram': {
    description: 'NVRAM has a bad CRC: default environment, no load addresses.',
    settings: { nvram: 'empty' },
  },
  'static-network': {
    description: 'NVRAM has ipaddr and serverip: no DHCP is needed.',
    settings: { ipaddr: '10.0.2.15', serverip: '10.0.2.2' },
  },
  'at-prompt': { description: 'The board already idles at the U-Boot prompt.', settings: { start: 'prompt' } },
  'in-countdown': { description: 'The board is already counting down.', settings: { start: 'countdown' } },
  'at-login': { description: 'A dom0 already waits at its login prompt.', settings: { start: 'login' } },
  'in-shell': { description: 'Somebody left a root shell of a running dom0 open.', settings: { start: 'shell' } },
  'dead-board': { description: 'Nothing is ever heard from the board.', settings: { hang: 'power' } },
  'no-dhcp': { description: 'Nobody answers DHCP.', settings: { dhcp: 'none' } },
  'link-down': { description: 'The network cable is not plugged in.', settings: { link: 'down' } },
  'link-pulled': { description: 'The network cable is pulled during a load.', settings: { 'link-at': 'load' } },
  'missing-file': { description: 'The TFTP server has no file at all.', settings: { tftp: 'missing' } },
  'tftp-stall': {
    description: 'The TFTP server stops answering in the middle of a file.',
    settings: { tftp: 'stall' },
  },
  'tftp-retries': { description: 'TFTP loses some packets and recovers.', settings: { tftp: 'retries' } },
  'tftp-slow': { description: 'TFTP is very slow, but moves.', settings: { tftp: 'slow' } },
  'xen-not-a-zimage': { description: 'The file `xen` is not a zImage.', settings: { 'file-xen': 'not-a-zimage' } },
  'xen-truncated': { description: 'The file `xen` is cut short.', settings: { 'file-xen': 'xen-cut-half' } },
  'dom0-not-a-zimage': {
    description: 'The file `vmlinuz` is not a zImage.',
    settings: { 'file-vmlinuz': 'not-a-zimage' },
  },
  'dom0-truncated': {
    description: 'The file `vmlinuz` is cut short.',
    settings: { 'file-vmlinuz': 'vmlinuz-cut-half' },
  },
  'dom0-empty': { description: 'The file `vmlinuz` is empty.', settings: { 'file-vmlinuz': 'empty' } },
  'xen-hang': { description: 'Xen stops in the middle of its start.', settings: { hang: 'xen' } },
  'xen-silent': { description: 'Nothing comes after `Starting kernel ...`.', settings: { silent: 'xen-early' } },
  'xen-reset': { description: 'The board resets in Xen.', settings: { reset: 'xen' } },
  'load-reset': { description: 'The board resets while U-Boot loads.', settings: { reset: 'load' } },
  'dom0-hang': { description: 'The dom0 kernel stops in the middle of its start.', settings: { hang: 'dom0-kernel' } },
  'dom0-reset': { description: 'The board resets in the dom0 kernel.', settings: { reset: 'dom0-kernel' } },
  'dom0-oops': { description: 'The dom0 kernel oopses and panics.', settings: { dom0: 'oops' } },
  'no-root': { description: 'The disk with the root file system is missing.', settings: { disk: 'none' } },
  'init-died': { description: 'init exits: the kernel panics.', settings: { dom0: 'init-died' } },
  emergency: { description: 'systemd gives up into emergency mode.', settings: { dom0: 'emergency' } },
  initramfs: {
    description: 'The initramfs does not find the root device and opens its shell.',
    settings: { dom0: 'initramfs' },
  },
  'no-login': { description: 'Userspace starts, but nobody runs a getty on hvc0.', settings: { dom0: 'no-getty' } },
  noisy: {
    description: 'One byte in 500 is lost, changed or doubled, in both directions.',
    settings: { noise: '1/500' },
  },
  torn: { description: 'Kernel messages tear one dom0 line in four.', settings: { tear: '1/4' } },
} as const satisfies Record<string, ScenarioRow>;

export type ScenarioName = keyof typeof SCENARIOS;
