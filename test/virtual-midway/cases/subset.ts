import { type Case, error, failed, passed } from '../case.ts';

/** In mid-load: the file takes seconds. */
const duringLargeLoad = { console: "Filename 'large'" } as const;

/** The cases of every run: those that a change is most likely to break. Silences are shortened to what a loaded machine never needs. */
export const SUBSET: readonly Case[] = [
  {
    name: 'good',
    why: 'Xen with earlyprintk boots to a login prompt, and the shell behind it answers.',
    logsIn: true,
    expected: passed(),
    fake: 'ok',
  },
  {
    name: 'good-release',
    why: 'Debian’s release build of Xen, silent at first, boots to a login prompt.',
    images: { xen: 'xen-release' },
    expected: passed(),
    fake: 'ok,file-xen-release=xen-4.17',
  },
  {
    name: 'missing-file',
    why: 'The TFTP server does not have the file.',
    images: { xen: 'no-such-file' },
    expected: error('lab', 'tftp.file-not-found', 'load'),
    fake: 'ok',
  },
  {
    name: 'no-root',
    why: 'Neither an initrd nor a disk: the kernel finds no root device.',
    images: { initrd: null },
    expected: failed('dom0-kernel', 'dom0.no-root', 'dom0-kernel'),
    fake: 'no-root',
  },
  {
    name: 'xen-not-a-zimage',
    why: 'What is served as Xen is a text.',
    images: { xen: 'not-a-zimage' },
    expected: failed('loader', 'uboot.not-a-zimage', 'handoff'),
    fake: 'ok',
  },
  {
    name: 'dom0-mem-8g',
    why: 'dom0 is to get more memory than the node has.',
    options: ['--xen-args', 'dom0_mem=8G'],
    expected: failed('hypervisor', 'xen.dom0-memory-too-large', 'xen'),
    fake: 'ok',
  },
  {
    name: 'freeze-uboot',
    why: 'The board hangs while U-Boot is given the device tree.',
    fault: { at: { stage: 'device-tree' }, action: 'freeze' },
    expected: error('firmware', 'uboot.silent', 'device-tree'),
    fake: 'ok,hang=device-tree',
  },
  {
    name: 'freeze-xen',
    why: 'The board hangs in Xen.',
    options: ['--silence', 'xen=20'],
    fault: { at: { stage: 'xen' }, action: 'freeze' },
    expected: failed('hypervisor', 'xen.silent', 'xen'),
    fake: 'ok,hang=xen',
  },
  {
    name: 'freeze-dom0',
    why: 'The board hangs in the dom0 kernel.',
    options: ['--silence', 'dom0-kernel=30'],
    fault: { at: { stage: 'dom0-kernel' }, action: 'freeze' },
    expected: failed('dom0-kernel', 'dom0.silent', 'dom0-kernel'),
    fake: 'ok,hang=dom0-kernel',
  },
  {
    name: 'reset-uboot',
    why: 'Somebody resets the board while U-Boot loads.',
    images: { initrd: 'large' },
    fault: { at: duringLargeLoad, action: 'reset' },
    expected: error('lab', 'lab.reset', 'load'),
    fake: 'ok,file-large=initrd.gz,reset=load',
  },
  {
    name: 'reset-xen',
    why: 'The board resets in Xen.',
    fault: { at: { stage: 'xen' }, action: 'reset' },
    expected: failed('hypervisor', 'xen.reset', 'xen'),
    fake: 'ok,reset=xen',
  },
  {
    name: 'reset-dom0',
    why: 'The board resets in the dom0 kernel.',
    fault: { at: { stage: 'dom0-kernel' }, action: 'reset' },
    expected: failed('dom0-kernel', 'dom0.reset', 'dom0-kernel'),
    fake: 'ok,reset=dom0-kernel',
  },
  {
    name: 'unplug-load',
    why: 'The network cable is pulled during a load.',
    images: { initrd: 'large' },
    fault: { at: duringLargeLoad, action: 'unplug' },
    expected: error('lab', 'tftp.timeout', 'load'),
    fake: 'ok,file-large=initrd.gz,link-at=load',
  },
  {
    name: 'console-gone',
    why: 'The console disappears in dom0: the adapter is pulled.',
    fault: { at: { stage: 'dom0-kernel' }, action: 'quit' },
    expected: error('lab', 'lab.port-lost', 'dom0-kernel'),
  },
];
