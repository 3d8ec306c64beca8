import type { Speaker } from '../knowledge/signature.ts';

/** Xen's prefix, with its console timestamps when they are on; Linux's, with the caller's id when that is on. */
const XEN = /^\(XEN\) (?:\[[^\]]{1,40}\] )?/;
const KERNEL = /^\[ {0,5}\d{1,6}\.\d{6}\](?:\[ {0,6}[TC]\d{1,6}\])? ?/;

/** Takes a speaker's own prefix off a piece of console text; `speaker` is null when it has none. */
export function splitPrefix(text: string): { speaker: Speaker | null; text: string } {
  const first = text.charCodeAt(0);
  if (first === 0x28) {
    const xen = XEN.exec(text);
    if (xen !== null) return { speaker: 'xen', text: text.slice(xen[0].length) };
  } else if (first === 0x5b) {
    const kernel = KERNEL.exec(text);
    if (kernel !== null) return { speaker: 'dom0', text: text.slice(kernel[0].length) };
  }
  return { speaker: null, text };
}
