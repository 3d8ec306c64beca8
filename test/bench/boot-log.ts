import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BootStage } from '../../machines/boot/stages.ts';
import { Tables } from '../../src/console/tables.ts';
import { Watcher, type WatcherListener } from '../../src/console/watcher.ts';
import type { MilestoneEvent } from '../../src/knowledge/milestone.ts';
import { milestonesOf } from '../../src/knowledge/milestones.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';

/** Everything that is known, as `boot` has it. */
export const TABLES = new Tables(SIGNATURES, milestonesOf(MIDWAY));

/** The stage that a milestone begins, as in the boot machine. */
const BEGINS: Readonly<Partial<Record<MilestoneEvent, BootStage>>> = {
  'saw.ubootBanner': 'firmware',
  'saw.autoboot': 'autoboot',
  'saw.ubootPrompt': 'load',
  'saw.startingKernel': 'handoff',
  'saw.xenEntered': 'xen-early',
  'saw.xenVersion': 'xen',
  'saw.dom0Kernel': 'dom0-kernel',
  'saw.userspace': 'dom0-userspace',
};

/** A watcher whose stage goes as the boot goes, or stays where it is told. */
export function watch(stage: BootStage | 'as it goes', heard: Partial<WatcherListener> = {}): Watcher {
  const watcher = new Watcher(TABLES, {
    saw(sighting) {
      const begins = BEGINS[sighting.event];
      if (stage === 'as it goes' && begins !== undefined) watcher.stage = begins;
      heard.saw?.(sighting);
    },
    found: (finding) => heard.found?.(finding),
    fault: (fault) => heard.fault?.(fault),
    line: () => {},
  });
  if (stage !== 'as it goes') watcher.stage = stage;
  return watcher;
}

/** Recorded boots, one after the other, until there are so many bytes; `good`: only those without a fault. */
export function bootLog(bytes: number, which: 'all' | 'good' = 'all'): Buffer {
  const dir = 'fixtures/recordings';
  const boots = readdirSync(dir)
    .filter((name) => name.endsWith('.log') && (which === 'all' || name.startsWith('ok-')))
    .sort()
    .map((name) => readFileSync(join(dir, name)));
  return Buffer.alloc(bytes, Buffer.concat(boots));
}
