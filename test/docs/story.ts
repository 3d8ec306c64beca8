import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** One arrow of a machine. A null target stays where it is. */
export interface Arrow {
  readonly from: AnyStateNode;
  readonly to: AnyStateNode | null;
  readonly label: string;
}

/** Every state below the root, in the order in which they are written. */
export function statesOf({ root }: AnyStateMachine): AnyStateNode[] {
  return below(root);
}

/** Every arrow, in the order of its state and, within one, of its writing. The root's own arrows come first. */
export function arrowsOf({ root }: AnyStateMachine): Arrow[] {
  return [root, ...below(root)].flatMap((from) => {
    const transitions = [...(from.always ?? []), ...[...from.transitions.values()].flat()];
    return transitions.flatMap(({ eventType, target, guard }) => {
      const label = `${readable(eventType)}${guardName(guard)}`;
      const targets: readonly (AnyStateNode | null)[] = target ?? [null];
      return targets.map((to): Arrow => ({ from, to, label }));
    });
  });
}

/** The machine as text, an arrow a line: `power.on --saw.ubootBanner--> autoboot`. */
export function story(machine: AnyStateMachine): string {
  return arrowsOf(machine)
    .map(({ from, to, label }) => `${nameOf(from)} --${label}--> ${to === null ? '(stays)' : nameOf(to)}`)
    .join('\n');
}

/** A state's name as the story writes it: its path below the root. */
export function nameOf(node: AnyStateNode): string {
  return node.path.length === 0 ? '(any state)' : node.path.join('.');
}

function below(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...below(child)]);
}

/** XState's own events in words: an actor that is done, an actor that failed, a limit. */
function readable(event: string): string {
  if (event === '') return 'at once';
  const [, kind, rest = ''] = /^xstate\.(done|error|after)\.(.+)$/.exec(event) ?? [];
  if (kind === undefined) return event;
  return kind === 'after' ? `after limit ${rest.split('.')[0]}` : kind;
}

/** A guard without a name has no words that could be shown. */
function guardName(guard: unknown): string {
  if (guard === undefined) return '';
  return typeof guard === 'string' ? ` [if ${guard}]` : ' [if]';
}
