import { makePlan } from '../boot/make-plan.ts';
import { MidwayError } from '../errors.ts';
import { servedSizes } from '../images/served-sizes.ts';
import { MIDWAY } from '../knowledge/profile.ts';
import { describeRegion, memoryMap, overlaps } from '../uboot/memory-map.ts';
import {
  type BootPlan,
  handoffCommands,
  type ImageSizes,
  loadCommands,
  networkCommands,
  type PlannedCommand,
  promptCommands,
  treeCommands,
} from '../uboot/plan.ts';
import { wikiForm } from '../uboot/wiki.ts';
import { bootOptions } from './boot-args.ts';
import type { PlanCommandArgs } from './commands/plan.ts';

/**
 * The plan as text: a command a line, everything else behind `#`.
 *
 * @throws MidwayError MWS_USAGE, MWS_PLAN
 */
export async function printPlan(args: PlanCommandArgs): Promise<string> {
  const { plan } = makePlan(bootOptions(args), MIDWAY);
  const sizes: ImageSizes = args['tftp-dir'] === undefined ? new Map() : servedSizes(plan, args['tftp-dir']);
  const regions = memoryMap(plan, sizes);
  const clashes = overlaps(regions);
  if (clashes.length > 0)
    throw new MidwayError('MWS_PLAN', `the images do not fit where they are to go: ${clashes.join('; ')}`, {
      hint: 'Move one of them with --xen-addr, --dom0-addr or --initrd-addr.',
    });
  if (args.json)
    return `${JSON.stringify({ schema: 'midway-serial/plan@1', commands: allCommands(plan, sizes), memory: regions }, null, 2)}\n`;
  if (args.style === 'wiki') return `${wikiForm(plan).join('\n')}\n`;
  return `${[...memoryLines(plan, sizes), ...commandLines(allCommands(plan, sizes))].join('\n')}\n`;
}

function allCommands(plan: BootPlan, sizes: ImageSizes): PlannedCommand[] {
  return [
    ...promptCommands(),
    ...networkCommands(plan, new Map()),
    ...loadCommands(plan),
    ...treeCommands(plan, sizes),
    ...handoffCommands(plan),
  ];
}

function memoryLines(plan: BootPlan, sizes: ImageSizes): string[] {
  return ['# memory:', ...memoryMap(plan, sizes).map((region) => `#   ${describeRegion(region)}`)];
}

function commandLines(commands: readonly PlannedCommand[]): string[] {
  let stage = '';
  return commands.flatMap((command) => {
    const heading = command.stage === stage ? [] : [`# ${command.stage}`];
    stage = command.stage;
    return [...heading, ...(command.note === undefined ? [] : [`#   ${command.note}:`]), command.text];
  });
}
