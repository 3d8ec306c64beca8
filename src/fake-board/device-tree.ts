/** The errors that libfdt's functions return, as it names them. */
export type FdtError = 'FDT_ERR_NOTFOUND' | 'FDT_ERR_EXISTS' | 'FDT_ERR_NOSPACE' | 'FDT_ERR_BADPATH';

/** A node: its properties and children in the order in which the blob holds them. */
export interface TreeNode {
  name: string;
  properties: TreeProperty[];
  children: TreeNode[];
}

export interface TreeProperty {
  readonly name: string;
  value: Uint8Array;
}

const HEADER_BYTES = 40;
const RESERVATION_BYTES = 16;
const [BEGIN_NODE, END_NODE, PROP, END] = [1, 2, 3, 9];

/**
 * A flattened device tree, kept as a tree but measured as the blob it stands for: a change that does not fit into
 * `totalBytes` fails with FDT_ERR_NOSPACE, as in libfdt.
 */
export class DeviceTree {
  root: TreeNode;
  /** The blob's `totalsize`: what it may grow to. */
  totalBytes: number;
  readonly reservations: (readonly [bigint, bigint])[];

  constructor(root: TreeNode, reservations: readonly (readonly [bigint, bigint])[] = [], totalBytes?: number) {
    this.root = root;
    this.reservations = [...reservations];
    this.totalBytes = totalBytes ?? this.usedBytes;
  }

  /** A copy with room for `totalBytes`, as `fdt_open_into` makes. */
  copy(totalBytes: number = this.totalBytes): DeviceTree {
    return new DeviceTree(copyNode(this.root), this.reservations, totalBytes);
  }

  /** Bytes that the blob needs: header, reservations, structure, strings. */
  get usedBytes(): number {
    return (
      HEADER_BYTES +
      RESERVATION_BYTES * (this.reservations.length + 1) +
      structBytes(this.root) +
      4 +
      this.strings().length
    );
  }

  /** The node at a path, or what `fdt_path_offset` returns. */
  find(path: string): TreeNode | FdtError {
    if (!path.startsWith('/')) return 'FDT_ERR_BADPATH';
    let node = this.root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const child = node.children.find(
        (one) => one.name === name || (!name.includes('@') && one.name.split('@')[0] === name),
      );
      if (child === undefined) return 'FDT_ERR_NOTFOUND';
      node = child;
    }
    return node;
  }

  /** Adds a child in front of the others, as `fdt_add_subnode` does. */
  addNode(parent: TreeNode, name: string): FdtError | undefined {
    if (parent.children.some((child) => child.name === name)) return 'FDT_ERR_EXISTS';
    const node: TreeNode = { name, properties: [], children: [] };
    parent.children.unshift(node);
    if (this.usedBytes <= this.totalBytes) return undefined;
    parent.children.shift();
    return 'FDT_ERR_NOSPACE';
  }

  /** Sets a property; a new one comes before the others, as `fdt_setprop` does. */
  setProperty(node: TreeNode, name: string, value: Uint8Array): FdtError | undefined {
    const before = node.properties;
    const known = before.find((property) => property.name === name);
    node.properties =
      known === undefined
        ? [{ name, value }, ...before]
        : before.map((property) => (property === known ? { name, value } : property));
    if (this.usedBytes <= this.totalBytes) return undefined;
    node.properties = before;
    return 'FDT_ERR_NOSPACE';
  }

  removeProperty(node: TreeNode, name: string): FdtError | undefined {
    if (!node.properties.some((property) => property.name === name)) return 'FDT_ERR_NOTFOUND';
    node.properties = node.properties.filter((property) => property.name !== name);
    return undefined;
  }

  removeNode(target: TreeNode): void {
    const visit = (node: TreeNode): void => {
      node.children = node.children.filter((child) => child !== target);
      node.children.forEach(visit);
    };
    visit(this.root);
  }

  /** Makes the blob end on a page boundary with room for five reservations and `extra` bytes (`fdt_shrink_to_minimum`). */
  resize(address: number, extra = 0): void {
    const needed = this.usedBytes + 5 * RESERVATION_BYTES + extra;
    const into = address & 0xfff;
    this.totalBytes = Math.ceil((needed + into) / 0x1000) * 0x1000 - into;
  }

  /** The names of the properties, each once; a name that ends another shares its bytes, as in libfdt. */
  strings(): Uint8Array {
    let block = '';
    const visit = (node: TreeNode): void => {
      for (const { name } of node.properties) if (!block.includes(`${name}\0`)) block += `${name}\0`;
      node.children.forEach(visit);
    };
    visit(this.root);
    return new TextEncoder().encode(block);
  }

  /** The blob itself, `totalBytes` long. */
  flatten(): Uint8Array {
    const strings = this.strings();
    const names = new TextDecoder().decode(strings);
    const blob = new Uint8Array(Math.max(this.totalBytes, this.usedBytes));
    const view = new DataView(blob.buffer);
    const structAt = HEADER_BYTES + RESERVATION_BYTES * (this.reservations.length + 1);
    this.reservations.forEach(([address, size], index) => {
      view.setBigUint64(HEADER_BYTES + index * RESERVATION_BYTES, address);
      view.setBigUint64(HEADER_BYTES + index * RESERVATION_BYTES + 8, size);
    });
    let at = structAt;
    const cell = (value: number): void => {
      view.setUint32(at, value);
      at += 4;
    };
    const bytes = (value: Uint8Array): void => {
      blob.set(value, at);
      at += align4(value.length);
    };
    const visit = (node: TreeNode): void => {
      cell(BEGIN_NODE!);
      bytes(new TextEncoder().encode(`${node.name}\0`));
      for (const { name, value } of node.properties) {
        cell(PROP!);
        cell(value.length);
        cell(names.indexOf(`${name}\0`));
        bytes(value);
      }
      node.children.forEach(visit);
      cell(END_NODE!);
    };
    visit(this.root);
    cell(END!);
    const header = [0xd00dfeed, this.totalBytes, structAt, at, HEADER_BYTES, 17, 16, 0, strings.length, at - structAt];
    header.forEach((value, index) => {
      view.setUint32(index * 4, value);
    });
    blob.set(strings, at);
    return blob;
  }
}

/** A property's value, if the node has it. */
export function property(node: TreeNode, name: string): Uint8Array | undefined {
  return node.properties.find((one) => one.name === name)?.value;
}

/** The NUL-terminated strings of a value. */
export function stringsOf(value: Uint8Array | undefined): string[] {
  if (value === undefined || value.length === 0) return [];
  const text = Buffer.from(value).toString('latin1');
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

/** The 32-bit cells of a value. */
export function cellsOf(value: Uint8Array | undefined): number[] {
  if (value === undefined) return [];
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Array.from({ length: Math.floor(value.length / 4) }, (_, index) => view.getUint32(index * 4));
}

/** A value of 32-bit cells. */
export function cells(...values: number[]): Uint8Array {
  const value = new Uint8Array(values.length * 4);
  const view = new DataView(value.buffer);
  values.forEach((cell, index) => {
    view.setUint32(index * 4, cell >>> 0);
  });
  return value;
}

/** A value of NUL-terminated strings. */
export function strings(...values: string[]): Uint8Array {
  return new Uint8Array(Buffer.from(values.map((text) => `${text}\0`).join(''), 'latin1'));
}

function structBytes(node: TreeNode): number {
  let bytes = 8 + align4(Buffer.byteLength(node.name) + 1);
  for (const { value } of node.properties) bytes += 12 + align4(value.length);
  for (const child of node.children) bytes += structBytes(child);
  return bytes;
}

function copyNode(node: TreeNode): TreeNode {
  return {
    name: node.name,
    properties: node.properties.map((one) => ({ ...one })),
    children: node.children.map(copyNode),
  };
}

function align4(bytes: number): number {
  return (bytes + 3) & ~3;
}
