import type { Speaker } from '../knowledge/signature.ts';

/** Xen's `(XEN) `, with the stamp that `console_timestamps=date|datems|boot|raw` puts behind it. */
const XEN_PREFIX =
  /^\(XEN\)(?: |$)(?:\[(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?| {0,8}\d{1,10}\.\d{6}|[0-9a-f]{16})\](?: |$))?/;

/** Linux's `[    6.157296] `, with the `[    T1]` or `[   C0]` of CONFIG_PRINTK_CALLER. */
const LINUX_PREFIX = /^\[ {0,8}\d{1,8}\.\d{6}\](?:\[ {0,8}[CT]\d{1,8}\])?(?: |$)/;

/** What dom0 wrote to the UART that Xen emulates for it (`earlycon`, `earlyprintk`): dom0's words under Xen's prefix. */
const VUART_PREFIX = /^DOM0: /;

const ROUND_BRACKET = 0x28;
const SQUARE_BRACKET = 0x5b;

/** A piece of console text without the prefix of the speaker who wrote it; `null`: no prefix tells who it was. */
export interface Utterance {
  readonly speaker: Speaker | null;
  readonly text: string;
}

/** Takes the speaker's own prefix off a line that has lost its line end, escape sequences and NULs already. */
export function splitPrefix(text: string): Utterance {
  const first = text.charCodeAt(0);
  if (first !== ROUND_BRACKET && first !== SQUARE_BRACKET) return { speaker: null, text };
  const xen = XEN_PREFIX.exec(text);
  if (xen !== null) {
    const inner = text.slice(xen[0].length);
    const vuart = VUART_PREFIX.exec(inner);
    if (vuart === null) return { speaker: 'xen', text: inner };
    return { speaker: 'dom0', text: inner.slice(vuart[0].length).replace(LINUX_PREFIX, '') };
  }
  const linux = LINUX_PREFIX.exec(text);
  if (linux !== null) return { speaker: 'dom0', text: text.slice(linux[0].length) };
  return { speaker: null, text };
}
