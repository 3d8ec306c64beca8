import type { PowerDriver } from '../power/power.ts';
import { type ConsoleAddress, formatAddress } from '../transport/address.ts';
import { openTransport } from '../transport/open.ts';
import type { OpenedConsole } from './boot.ts';
import { fakePower } from './fake-power.ts';

/** What opening a console takes. */
export interface ConsoleSettings {
  readonly address: ConsoleAddress;
  readonly baudRate: number;
  /** The power control that a person or a lab names; a board that brings its own yields to it. */
  readonly power: PowerDriver | null;
}

/**
 * Opens the console, and starts the board first when it is a fake one.
 *
 * @throws MidwayError MWS_PORT_MISSING, MWS_PORT_PERMISSION, MWS_PORT_BUSY, MWS_PORT_OPEN
 */
export async function openConsole(
  { address, baudRate, power }: ConsoleSettings,
  signal: AbortSignal,
): Promise<OpenedConsole> {
  if (address.kind !== 'fake') {
    const transport = await openTransport(address, { baudRate, signal });
    return { transport, power, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
  }
  const { startFakeBoard } = await import('../fake-board/start.ts');
  const { openSerial } = await import('../transport/serial.ts');
  const board = await startFakeBoard(address.scenario);
  try {
    const transport = await openSerial(board.path, { baudRate, signal });
    return {
      transport: { ...transport, address: formatAddress(address) },
      power: power ?? fakePower(board),
      async [Symbol.asyncDispose]() {
        await transport[Symbol.asyncDispose]();
        await board[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await board[Symbol.asyncDispose]();
    throw error;
  }
}
