import type { ModuleNode, PropertyValue } from './device-tree.ts';

/** What `fdt print` showed: node path → property → its value as printed, white space folded. */
export type PrintedTree = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the reply of `fdt print PATH`. Lines that make no sense (noise) are passed over: what they held then counts as not shown. */
export function readPrintedTree(root: string, lines: readonly string[]): PrintedTree {
  const tree = new Map<string, Map<string, string>>();
  const parents: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    const opened = /^([\w,.@+-]{1,64}) \{$/.exec(text);
    if (opened !== null) {
      const path = parents.length === 0 ? root : `${parents.at(-1)}/${opened[1]}`;
      parents.push(path);
      tree.set(path, tree.get(path) ?? new Map());
    } else if (text === '};') {
      parents.pop();
    } else {
      const property = /^([\w,.#?+-]{1,64})(?: = (.{1,2048}))?;$/.exec(text);
      const node = tree.get(parents.at(-1) ?? '');
      if (property?.[1] !== undefined && node !== undefined) node.set(property[1], property[2] ?? '');
    }
  }
  return tree;
}

/** A property that the board shows otherwise than the plan set it; `shown` is null when it was not shown at all. */
export interface Difference {
  readonly path: string;
  readonly name: string;
  readonly wanted: PropertyValue;
  readonly shown: string | null;
}

/** The properties of `wanted` that `printed` does not show as they should be. */
export function differences(wanted: readonly ModuleNode[], printed: PrintedTree): Difference[] {
  return wanted.flatMap(({ path, properties }) =>
    [...properties].flatMap(([name, value]) => {
      const shown = printed.get(path)?.get(name) ?? null;
      return shown !== null && isShownAs(value, shown) ? [] : [{ path, name, wanted: value, shown }];
    }),
  );
}

/** Module nodes of an earlier run that this plan does not have: Xen would take them, too. */
export function strangers(wanted: readonly ModuleNode[], printed: PrintedTree): string[] {
  const known = new Set(wanted.map(({ path }) => path));
  return [...printed]
    .filter(([path, properties]) => !known.has(path) && /multiboot/.test(properties.get('compatible') ?? ''))
    .map(([path]) => path);
}

/** Whether `fdt print` shows a value as `text`. */
export function isShownAs(value: PropertyValue, text: string): boolean {
  if ('strings' in value) return text === value.strings.map((string) => `"${string}"`).join(', ');
  const cells = /^<((?:0x[0-9a-f]{1,8} ?)+)>$/i.exec(text)?.[1]?.trim().split(' ');
  return (
    cells?.length === value.cells.length &&
    cells.every((cell, index) => Number.parseInt(cell, 16) === value.cells[index])
  );
}
