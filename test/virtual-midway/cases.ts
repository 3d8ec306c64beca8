import type { Case } from './case.ts';
import { DOM0 } from './cases/dom0.ts';
import { GOOD } from './cases/good.ts';
import { LAB } from './cases/lab.ts';
import { SUBSET } from './cases/subset.ts';
import { XEN } from './cases/xen.ts';

export { SUBSET };

/** The whole matrix, for `--all`. */
export const MATRIX: readonly Case[] = [...SUBSET, ...GOOD, ...LAB, ...XEN, ...DOM0];
