/** Replaces each `{name}` of a template by its value. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** An address as Xen prints it: sixteen hexadecimal digits. */
export function hex16(value: number | bigint): string {
  return value.toString(16).padStart(16, '0');
}
