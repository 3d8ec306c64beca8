import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { Options } from 'yargs';
import { BOOT_OPTIONS } from '../../src/cli/options.ts';
import { ERRORS } from '../../src/errors.ts';
import { SCENARIOS } from '../../src/fake-board/scenarios.ts';
import { LIMITS, TOTAL_LIMIT } from '../../src/knowledge/limits.ts';
import { ERROR_MEANINGS } from './error-meanings.ts';
import { nameOf, statesOf } from './story.ts';

/** A Markdown table. A cell ends at a `|` and a row at a line end, even within code. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The options of `boot`, a table a group. */
export function optionTables(): string {
  const options: [string, Options][] = Object.entries(BOOT_OPTIONS);
  const groups = [...new Set(options.map(([, { group = 'Other:' }]) => group))];
  return groups
    .map((group) => {
      const rows = options
        .filter(([, option]) => (option.group ?? 'Other:') === group)
        .map(([name, option]) => [`\`--${name}\``, takes(option), standard(option), option.describe ?? '']);
      return `**${group.replace(/:$/, '')}**\n\n${table(['option', 'takes', 'default', 'what it is'], rows)}`;
    })
    .join('\n\n');
}

/** Every error's code, exit code, the cause that a result names, what it means and what to try. */
export function errorTable(): string {
  const rows = Object.entries(ERRORS).map(([code, { exit, cause, hint }]) => [
    `\`${code}\``,
    String(exit),
    `\`${cause}\``,
    ERROR_MEANINGS[code as keyof typeof ERRORS],
    hint,
  ]);
  return table(['code', 'exit', 'cause in the result', 'what it means', 'what to try'], rows);
}

/** The machine's states with what happens in each. */
export function stateTable(machine: AnyStateMachine): string {
  const rows = statesOf(machine)
    .filter(({ type }) => type !== 'final')
    .map((node) => [`\`${nameOf(node)}\``, actorsOf(node), node.description ?? '']);
  return table(['state', 'who works', 'what happens'], rows);
}

/** The limits of all stages with their reasons. */
export function limitTable(): string {
  const seconds = (ms: number) => `${ms / 1000} s`;
  const stages = Object.entries(LIMITS).map(([stage, { limitMs, silenceMs, reason }]) => [
    `\`${stage}\``,
    seconds(limitMs),
    seconds(silenceMs),
    reason,
  ]);
  const total = ['`total`', seconds(TOTAL_LIMIT.limitMs), '', TOTAL_LIMIT.reason];
  return table(['stage', 'limit', 'silence', 'why so long'], [...stages, total]);
}

/** The fake board's named scenarios. */
export function scenarioTable(): string {
  const rows = Object.entries(SCENARIOS).map(([name, { description }]) => [`\`${name}\``, description]);
  return table(['scenario', 'what the board does'], rows);
}

function takes({ type, choices, array }: Options): string {
  if (choices !== undefined) return (choices as readonly string[]).map((choice) => `\`${choice}\``).join(', ');
  if (type === 'boolean') return '';
  return `${type === 'number' ? 'number' : 'text'}${array === true ? ', repeatable' : ''}`;
}

function standard({ type, array, default: value, demandOption }: Options): string {
  if (demandOption === true) return 'required';
  if (type === 'boolean' || array === true || value === undefined) return '';
  return `\`${String(value)}\``;
}

function actorsOf(node: AnyStateNode): string {
  return node.invoke.map(({ src }) => (typeof src === 'string' ? `\`${src}\`` : '')).join(', ');
}
