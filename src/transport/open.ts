import { MidwayError } from '../errors.ts';
import { type ConsoleAddress, formatAddress, parseAddress } from './address.ts';
import { openTcp } from './tcp.ts';
import type { Transport } from './transport.ts';

/** What opening a console of any kind may need. */
export interface OpenOptions {
  /** Bits a second, for serial ports; absent: 115200, what a Midway node speaks at. */
  readonly baudRate?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where UUCP lock files go; absent: /run/lock. */
  readonly lockDir?: string | undefined;
}

/**
 * Opens a serial port or a TCP console. A `fake:` address is opened where the fake board is started (src/boot).
 *
 * @throws MidwayError MWS_USAGE, MWS_PORT_MISSING, MWS_PORT_PERMISSION, MWS_PORT_BUSY, MWS_PORT_OPEN; the reason of `signal`
 */
export async function openTransport(address: ConsoleAddress | string, options: OpenOptions = {}): Promise<Transport> {
  const parsed = typeof address === 'string' ? parseAddress(address) : address;
  switch (parsed.kind) {
    case 'serial': {
      const { openSerial } = await import('./serial.ts');
      return await openSerial(parsed.path, {
        baudRate: options.baudRate ?? 115_200,
        signal: options.signal,
        lockDir: options.lockDir,
      });
    }
    case 'tcp':
      return await openTcp(parsed.host, parsed.port, { signal: options.signal });
    case 'fake':
      throw new MidwayError('MWS_USAGE', `cannot open ${formatAddress(parsed)}: a fake board has to be started first`, {
        hint: 'Use it with a command that starts boards, such as `midway-serial boot`.',
      });
  }
}
