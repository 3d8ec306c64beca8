import type { RunEvent } from '../boot/record.ts';

/** An event as one line for pipes and CI logs; null for those that say nothing new there. */
export function eventLine(
  event: RunEvent | { readonly type: 'line'; readonly text: string },
  ms: number,
): string | null {
  const text = words(event);
  return text === null ? null : `[${(ms / 1000).toFixed(3).padStart(9)}] ${text}`;
}

/** What answered when the board was looked at. */
const FOUND = {
  prompt: 'a U-Boot prompt that answers',
  shell: 'a shell that answers',
  nothing: 'nothing that answers',
} as const;

function words(event: RunEvent | { readonly type: 'line'; readonly text: string }): string | null {
  switch (event.type) {
    case 'stage':
      return `stage ${event.stage}`;
    case 'command': {
      const status = event.status === 0 ? 'ok' : `status ${event.status}`;
      return `command ${status}${event.resends > 0 ? `, sent ${event.resends + 1} times` : ''}: ${event.text}`;
    }
    case 'finding':
      return `${event.severity} ${event.id}: ${event.line}`;
    case 'power':
      return event.action === 'asked'
        ? 'power: please reset the board, or switch it off and on: nothing here can'
        : `power ${event.action} (${event.by})`;
    case 'found':
      return `found ${FOUND[event.what]}${event.what !== 'prompt' && event.power ? ', so the power is cycled' : ''}`;
    case 'problem':
      return `problem: ${event.doing}: ${event.message}`;
    case 'verdict':
      return `verdict ${event.outcome}${event.class === null ? '' : `, ${event.class}`}${event.cause === null ? '' : `, ${event.cause}`}`;
    case 'milestone':
    case 'typing':
    case 'line':
      return null;
    default:
      return event satisfies never;
  }
}
