import { cells, cellsOf, strings, stringsOf, type TreeNode } from '../device-tree.ts';

/**
 * Understands a property's value as `fdt set` does: `<cells>`, `[bytes]`, or strings.
 * A text is U-Boot's complaint, which breaks off where a string ended. Source: u-boot cmd/fdt.c, fdt_parse_prop().
 */
export function parseValue(args: readonly string[], old: Uint8Array | undefined): Uint8Array | string {
  const text = args[0]!;
  if (text.startsWith('<')) return parseCells(args, cellsOf(old));
  if (text.startsWith('[')) return parseBytes(args);
  return strings(...args);
}

function parseCells(args: readonly string[], old: readonly number[]): Uint8Array | string {
  const values: number[] = [];
  let index = 0;
  let rest = args[0]!.slice(1);
  while (!rest.startsWith('>')) {
    if (rest === '') {
      index += 1;
      const next = args[index];
      if (next === undefined) return "Unexpected character '";
      rest = next;
      continue;
    }
    if (rest.startsWith('?')) {
      values.push(old[values.length] ?? 0);
      rest = rest.slice(1);
    } else {
      const digits = numberAt(rest);
      if (digits === '') return `Sorry, I could not convert "${rest}"\n`;
      values.push(numberOf(digits));
      rest = rest.slice(digits.length);
    }
    rest = rest.replace(/^ +/, '');
  }
  return cells(...values);
}

/** The digits that `simple_strtoul(…, 0)` takes: hexadecimal after 0x, octal after 0, else decimal. */
function numberAt(text: string): string {
  return /^(0[xX][0-9a-fA-F]*|0[0-7]*|[0-9]+)/.exec(text)?.[0] ?? '';
}

function numberOf(digits: string): number {
  if (/^0[xX]/.test(digits)) return digits.length === 2 ? 0 : Number.parseInt(digits.slice(2).slice(-8), 16);
  return digits.startsWith('0') ? Number.parseInt(digits, 8) : Number.parseInt(digits, 10);
}

function parseBytes(args: readonly string[]): Uint8Array | string {
  const text = args.join('').slice(1).replaceAll(' ', '');
  const digits = /^[0-9a-fA-F]*/.exec(text)![0];
  const after = text[digits.length];
  if (after !== ']') return after === undefined ? "Unexpected character '" : `Unexpected character '${after}'\n`;
  const bytes = args
    .join(' ')
    .slice(1, -1)
    .split(' ')
    .filter(Boolean)
    .map((word) => Number.parseInt(word, 16) & 0xff);
  return Uint8Array.from(bytes);
}

/** A value as `fdt print` guesses it to be meant. Source: print_data(), is_printable_string(). */
export function formatValue(value: Uint8Array): string {
  if (isText(value))
    return stringsOf(value)
      .map((text) => `"${text}"`)
      .join(', ');
  if (value.length % 4 === 0)
    return `<${cellsOf(value)
      .map((cell) => `0x${cell.toString(16).padStart(8, '0')}`)
      .join(' ')}>`;
  return `[${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}]`;
}

function isText(value: Uint8Array): boolean {
  const last = value[value.length - 1];
  if (last !== 0 && last !== 0x0a) return false;
  return value.every((byte, index) => {
    if (byte === 0) return index === value.length - 1 || value[index + 1] !== 0;
    return (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
  });
}

/** A node as `fdt print` shows it, down to `depth` levels. Source: fdt_print(). */
export function formatNode(node: TreeNode, depth: number, level = 0): string {
  const indent = '\t'.repeat(level + 1);
  let text = level <= depth ? `${'\t'.repeat(level)}${node.name === '' ? '/' : node.name} {\n` : '';
  if (level + 1 <= depth) {
    for (const { name, value } of node.properties) {
      text += value.length === 0 ? `${indent}${name};\n` : `${indent}${name} = ${formatValue(value)};\n`;
    }
  }
  for (const child of node.children) text += formatNode(child, depth, level + 1);
  return level <= depth ? `${text}${'\t'.repeat(level)}};\n` : text;
}
