import { MidwayError } from '../errors.ts';

/** Where a console is. */
export type ConsoleAddress =
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'fake'; readonly scenario: string };

const KNOWN_FORMS = '/dev/ttyUSB0, tcp://host:port or fake:SCENARIO';
const PLANNED_SCHEMES = ['telnet', 'rfc2217', 'exec'] as const;

/**
 * Reads what `--port` and the lab file call a console: `/dev/ttyUSB0`, `tcp://host:port`, `fake:SCENARIO`.
 *
 * @throws MidwayError MWS_USAGE when the text is none of these, or a kind that is planned but not there yet.
 */
export function parseAddress(text: string): ConsoleAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):(?!$)/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'tcp') return parseTcp(text);
  if (scheme === 'fake') return { kind: 'fake', scenario: text.slice('fake:'.length) };
  if (PLANNED_SCHEMES.some((planned) => planned === scheme)) {
    throw new MidwayError('MWS_USAGE', `cannot open the console ${quote(text)}: ${scheme}: is not supported yet`, {
      hint: `Use ${KNOWN_FORMS}; ser2net or socat turns other consoles into a tcp:// one.`,
    });
  }
  if (/^(?:\/|\.\.?\/)[^\0]*[^\0/]$/.test(text)) return { kind: 'serial', path: text };
  throw new MidwayError('MWS_USAGE', `${quote(text)} is not a console address`, {
    hint: /^(?:tty|cu|pts\/|serial\/)[^\s:]*$/.test(text)
      ? `Did you mean /dev/${text}?`
      : `Give a path or an address: ${KNOWN_FORMS}.`,
  });
}

/** The address as a person writes it; `parseAddress` reads it back. */
export function formatAddress(address: ConsoleAddress): string {
  switch (address.kind) {
    case 'serial':
      return address.path;
    case 'tcp':
      return `tcp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    case 'fake':
      return `fake:${address.scenario}`;
  }
}

function parseTcp(text: string): ConsoleAddress {
  const match = /^tcp:\/\/(?:\[([0-9a-f:.]+(?:%[\w.-]+)?)\]|([^\s:/[\]@]+)):(\d{1,5})\/?$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65535) {
    throw new MidwayError('MWS_USAGE', `${quote(text)} is not a TCP console address`, {
      hint: 'Write tcp://host:port with a port from 1 to 65535, as in tcp://conserver:7001 or tcp://[fe80::1]:7001.',
    });
  }
  return { kind: 'tcp', host, port };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
