import { MidwayError } from '../errors.ts';
import type { BootPlan, ImageRole, ImageSizes } from './plan.ts';
import { hex, quote } from './quoting.ts';

/** A property value: a list of strings, or 32-bit cells. A cell that is not known yet is a word in angle quotes. */
export type PropertyValue = { readonly strings: readonly string[] } | { readonly cells: readonly (number | string)[] };

/** A node under /chosen, or /chosen itself, with the properties that the plan sets. */
export interface ModuleNode {
  readonly path: string;
  readonly properties: ReadonlyMap<string, PropertyValue>;
}

/** Xen refuses module arguments of 1024 bytes and more (xen/arch/arm/bootfdt.c). */
const ARGUMENTS_LIMIT = 1023;

/** The names of the nodes are free under /chosen; the second compatible is what every Xen from 4.4 on asks for. */
const NODES: Readonly<Record<Exclude<ImageRole, 'xen'>, { node: string; compatible: string }>> = {
  dom0: { node: 'module', compatible: 'xen,linux-zimage' },
  initrd: { node: 'module-initrd', compatible: 'xen,linux-initrd' },
  xsm: { node: 'module-xsm', compatible: 'xen,xsm-policy' },
};

/** What the device tree must say so that Xen finds its arguments and its modules. `reg` has two cells each, as /chosen inherits. */
export function moduleNodes(plan: BootPlan, sizes: ImageSizes): ModuleNode[] {
  const nodes: ModuleNode[] = [
    { path: '/chosen', properties: new Map([['xen,xen-bootargs', { strings: [checked(plan.xenArgs, 'Xen')] }]]) },
  ];
  for (const { role, address } of plan.images) {
    if (role === 'xen') continue;
    const { node, compatible } = NODES[role];
    const properties = new Map<string, PropertyValue>([
      ['compatible', { strings: [compatible, 'xen,multiboot-module'] }],
      ['reg', { cells: [0, address, 0, sizes.get(role) ?? `<bytes of ${role}>`] }],
    ]);
    if (role === 'dom0') properties.set('bootargs', { strings: [checked(plan.dom0Args, 'dom0')] });
    nodes.push({ path: `/chosen/${node}`, properties });
  }
  return nodes;
}

/** The `fdt` commands that make it so. */
export function deviceTreeCommands(plan: BootPlan, nodes: readonly ModuleNode[]): string[] {
  const commands = [`fdt addr ${hex(plan.fdtAddress)}`, 'fdt resize'];
  for (const { path, properties } of nodes) {
    if (path !== '/chosen') commands.push(`fdt mknod /chosen ${path.slice('/chosen/'.length)}`);
    for (const [name, value] of properties) commands.push(...setCommands(path, name, value, plan.lineLimit));
  }
  return commands;
}

/** The commands that set one property again, when it reads back wrong. */
export function setCommands(path: string, name: string, value: PropertyValue, lineLimit: number): string[] {
  const whole = `fdt set ${path} ${name} ${valueText(name, value)}`;
  if (whole.length <= lineLimit || !('strings' in value)) return [whole];
  const text = value.strings.join(' ');
  const pieces = text.match(new RegExp(`.{1,${lineLimit - 40}}`, 'g')) ?? [];
  return [
    ...pieces.map((piece, index) => `setenv mws_args ${index === 0 ? '' : '"$mws_args"'}${quote(piece, name)}`),
    `fdt set ${path} ${name} "$mws_args"`,
    'setenv mws_args',
  ];
}

function valueText(name: string, value: PropertyValue): string {
  if ('strings' in value) return value.strings.map((text) => quote(text, name)).join(' ');
  return `<${value.cells.map((cell) => (typeof cell === 'number' ? hex(cell) : cell)).join(' ')}>`;
}

function checked(args: string, whose: string): string {
  if (args.length <= ARGUMENTS_LIMIT) return args;
  throw new MidwayError(
    'MWS_PLAN',
    `the arguments of ${whose} are ${args.length} characters long, but Xen takes ${ARGUMENTS_LIMIT} at most`,
    {
      hint: 'Shorten them; nothing was sent to the board.',
    },
  );
}
