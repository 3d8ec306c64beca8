/** What U-Boot's replies say, read from their lines. Noise may have spoilt any of them: what does not read is null or left out. */

/** The variables that `printenv` shows. */
export function readVariables(output: readonly string[]): Map<string, string> {
  return new Map(
    output.flatMap((line) => {
      const [, name, value] = /^(\w{1,32})=(.{1,256})$/.exec(line) ?? [];
      return name !== undefined && value !== undefined ? [[name, value] as const] : [];
    }),
  );
}

/** The size in bytes that a load reports, when both of its numbers agree; null otherwise. */
export function transferred(output: readonly string[]): number | null {
  for (const line of output) {
    const [, decimal, hexadecimal] = /Bytes transferred = (\d{1,10}) \(([0-9a-f]{1,8}) hex\)/i.exec(line) ?? [];
    if (decimal !== undefined && hexadecimal !== undefined && Number(decimal) === Number.parseInt(hexadecimal, 16))
      return Number(decimal);
  }
  return null;
}

/** The three words that `md.l ADDRESS 3` shows; null when the line is not there or not whole. */
export function dumpedWords(address: number, output: readonly string[]): [number, number, number] | null {
  const start = address.toString(16).padStart(8, '0');
  for (const line of output) {
    const [, at, ...words] = /^([0-9a-f]{8}): ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8})(?: |$)/.exec(line) ?? [];
    const [first, second, third] = words.map((word) => Number.parseInt(word, 16));
    if (at === start && first !== undefined && second !== undefined && third !== undefined)
      return [first, second, third];
  }
  return null;
}

/** How many bytes a zImage says it has, from its magic, start and end; null when it is no zImage. */
export function zImageBytes([magic, start, end]: readonly [number, number, number]): number | null {
  return magic === 0x016f2818 && end > start ? end - start : null;
}
