import { type Case, failed, passed } from '../case.ts';

/** Shorter than the limits of a slow node, longer than anything takes on a loaded machine. */
const SHORT_XEN = ['--silence', 'xen-early=20', '--silence', 'xen=20'];

/** Xen images and Xen arguments that cannot boot. */
export const XEN: readonly Case[] = [
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
    fake: 'ok,file-xen-cut-half=xen-truncated',
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
    fake: 'ok',
  },
  {
    name: 'dom0-mem-64m',
    why: 'dom0 gets little memory, and boots.',
    options: ['--xen-args', 'dom0_mem=64M'],
    expected: passed(),
    fake: 'ok',
  },
];
