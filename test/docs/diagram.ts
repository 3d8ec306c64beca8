import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { BOOT_STAGES } from '../../machines/boot/stages.ts';
import { type Arrow, arrowsOf } from './story.ts';

/** The whole machine as a Mermaid state diagram. What leads to `failed` from a state of its own is in the story alone. */
export function wholeDiagram(machine: AnyStateMachine): string {
  const arrows = arrowsOf(machine).filter(({ from, to }) => to?.key !== 'failed' && from.path.length > 0);
  return fenced([
    'stateDiagram-v2',
    `  [*] --> ${alias(initialOf(machine.root))}`,
    ...declarations(machine.root, '  '),
    ...merged(arrows).map(({ from, to, labels }) => arrowLine(alias(from), alias(to), labels.join(' / '))),
    '  passed --> [*]',
  ]);
}

/** The stages alone, for people who have not read the machine: power to verdict. */
export function stageDiagram(machine: AnyStateMachine): string {
  const arrows = arrowsOf(machine).flatMap(({ from, to, label }): Arrow[] => {
    const [left, right] = [stageOf(from), to === null ? null : stageOf(to)];
    if (left === null || right === null || left === right || right.key === 'failed') return [];
    return [{ from: left, to: right, label }];
  });
  const order: readonly string[] = BOOT_STAGES;
  const stages = [...new Set(arrows.map(({ from }) => from))].sort(
    (a, b) => order.indexOf(a.key) - order.indexOf(b.key),
  );
  return fenced([
    'stateDiagram-v2',
    '  state "one attempt" as attempt {',
    `    [*] --> ${alias(initialOf(machine.root))}`,
    ...stages.map((node) => `    state "${node.key}" as ${alias(node)}`),
    ...merged(arrows)
      .filter(({ to }) => to.key !== 'passed')
      .map(({ from, to }) => `    ${alias(from)} --> ${alias(to)}`),
    '  }',
    '  attempt --> passed : what --until asked for was seen',
    '  attempt --> failed : fatal line, silence, limit, reset, refusal, console lost, cancelled',
  ]);
}

function declarations(node: AnyStateNode, indent: string): string[] {
  return Object.values(node.states).flatMap((child) => {
    if (child.key === 'failed') return [];
    const line = `${indent}state "${child.key}" as ${alias(child)}`;
    if (Object.keys(child.states).length === 0) return [line];
    const first = `${indent}  [*] --> ${alias(initialOf(child))}`;
    return [`${line} {`, first, ...declarations(child, `${indent}  `), `${indent}}`];
  });
}

/** Arrows between the same two states become one with all their labels. */
function merged(arrows: readonly Arrow[]): { from: AnyStateNode; to: AnyStateNode; labels: string[] }[] {
  const byEnds = new Map<string, { from: AnyStateNode; to: AnyStateNode; labels: string[] }>();
  for (const { from, to, label } of arrows) {
    if (to === null) continue;
    const key = `${alias(from)} ${alias(to)}`;
    const known = byEnds.get(key);
    if (known === undefined) byEnds.set(key, { from, to, labels: [label] });
    else if (!known.labels.includes(label)) known.labels.push(label);
  }
  return [...byEnds.values()];
}

/** The stage that a state is, or is part of; `passed` and `failed` stand for themselves; null for the root. */
function stageOf(node: AnyStateNode): AnyStateNode | null {
  const names: readonly string[] = [...BOOT_STAGES, 'passed', 'failed'];
  for (let at: AnyStateNode | undefined = node; at !== undefined; at = at.parent) {
    if (names.includes(at.key)) return at;
  }
  return null;
}

function initialOf(node: AnyStateNode): AnyStateNode {
  const [first] = node.initial.target ?? [];
  if (first === undefined) throw new Error(`the state ${node.key} has no first state`);
  return first;
}

/** Mermaid takes no hyphen in a state's name. */
function alias(node: AnyStateNode): string {
  return node.path.join('__').replaceAll('-', '_');
}

function arrowLine(from: string, to: string, label: string): string {
  return `  ${from} --> ${to} : ${label}`;
}

function fenced(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
