import { type Case, error } from '../case.ts';

/** What is not the software’s fault. */
export const LAB: readonly Case[] = [
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
    fake: 'ok,file-large=initrd.gz,hang=load',
  },
  {
    name: 'reset-device-tree',
    why: 'The board resets while the device tree is edited.',
    fault: { at: { stage: 'device-tree' }, action: 'reset' },
    expected: error('lab', 'lab.reset', 'device-tree'),
    fake: 'ok,reset=device-tree',
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
