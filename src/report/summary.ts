import type { BootResult } from '../api/result.ts';
import type { CauseClass } from '../api/verdict.ts';

/** Who must act, for people. */
const WHO: Readonly<Record<CauseClass, string>> = {
  lab: 'the lab (cables, power, network, server): the build had no fair try',
  firmware: 'whoever keeps the board’s firmware: the build had no fair try',
  loader: 'whoever made the image or the boot’s arguments: U-Boot did not take them',
  hypervisor: 'whoever built Xen, wrote its arguments, or made the dom0 image that it refused',
  'dom0-kernel': 'the developers of dom0’s kernel, or whoever wrote its arguments',
  'dom0-userspace': 'whoever made dom0’s root file system',
  check: 'whoever owns what the check looks at',
};

const REACHED: Readonly<Record<string, string>> = {
  xen: 'Xen started',
  'dom0-kernel': 'dom0’s kernel writes to hvc0',
  'dom0-userspace': 'dom0 reached its login prompt',
};

/** The end of a boot in a few lines (`loggedIn`: the goal was a shell; a null `dir`: it left no record): what happened, who must act, what to try, where the record is. */
export function summary(
  result: BootResult,
  dir: string | null,
  options: { readonly loggedIn?: boolean } = {},
): string[] {
  const attempts = result.attempts ?? [];
  const tried = attempts.map(({ outcome, cause }) => `${outcome}${cause === null ? '' : ` [${cause}]`}`).join(', ');
  return [
    ...verdictLines(result, options),
    ...(attempts.length > 1 ? [`  tried:  ${attempts.length} times: ${tried}`] : []),
    ...(dir === null ? [] : [`  record: ${dir}`]),
  ];
}

function verdictLines(result: BootResult, { loggedIn = false }: { readonly loggedIn?: boolean }): string[] {
  // A log without times tells nothing of how long it took.
  const after = result.durationMs === 0 ? '' : ` after ${(result.durationMs / 1000).toFixed(1)} s`;
  const { cause } = result;
  if (cause === null) {
    const versions = [
      result.versions.xen === null ? null : `Xen ${result.versions.xen}`,
      result.versions.dom0 === null ? null : `Linux ${result.versions.dom0}`,
    ].filter((version) => version !== null);
    const what = loggedIn
      ? 'a shell of dom0 answered behind its login prompt'
      : (REACHED[result.stage ?? ''] ?? `stage ${result.stage}`);
    return [`PASSED: ${what}${after}${versions.length === 0 ? '' : ` (${versions.join(', ')})`}.`, ...degraded(result)];
  }
  if (result.outcome === 'cancelled') return [`CANCELLED: ${cause.summary}${after && `,${after}`}.`];
  return [
    `${result.outcome.toUpperCase()} in stage ${result.stage ?? 'none'}${after}: ${cause.summary} [${cause.id}]`,
    `  who:    ${who(result)}`,
    ...(cause.hint === '' ? [] : [`  try:    ${cause.hint}`]),
    ...decisiveLines(result, cause.evidence).map(
      (line, index) => `${index === 0 ? '  said:   ' : '          '}${line}`,
    ),
  ];
}

function who({ class: causeClass, cause }: BootResult): string {
  if (cause?.id.startsWith('internal.') === true)
    return 'this machine or midway-serial itself: the build had no fair try';
  return causeClass === null ? 'nobody' : WHO[causeClass];
}

/** The evidence from the line on that decided, a few lines of it: what stands before it is in the record. */
function decisiveLines({ cause, findings }: BootResult, evidence: readonly string[]): readonly string[] {
  const line = findings.find(({ id }) => id === cause?.id)?.line;
  const start = line === undefined ? 0 : Math.max(0, evidence.indexOf(line));
  return evidence.slice(start, start + 5);
}

function degraded({ findings }: BootResult): string[] {
  const lines = new Map(findings.filter(({ severity }) => severity === 'degraded').map(({ id, line }) => [id, line]));
  return [...lines].map(([id, line]) => `  degraded: ${line} [${id}]`);
}
