import type { MidwayError } from '../errors.ts';

/** Receives what a console says. Called synchronously and in order; after `lost` nothing more comes. */
export interface ConsoleListener {
  data(chunk: Uint8Array): void;
  /** The connection is gone although nobody closed it: the device went away, the peer hung up. */
  lost(error: MidwayError): void;
}

/**
 * A byte pipe to a console: a serial port, a TCP console server, the fake board.
 *
 * Bytes, not text: decoding is the reader's job, so that a UTF-8 sequence cut by a chunk boundary survives.
 */
export interface Transport extends AsyncDisposable {
  /** What a person calls it: `/dev/ttyUSB0`, `tcp://127.0.0.1:7001`. */
  readonly address: string;
  /** Starts the flow of bytes; called once, right after opening. Bytes that arrived in between are delivered first. */
  listen(listener: ConsoleListener): void;
  /** Resolves when the operating system has taken every byte; rejects with `MWS_PORT_LOST` when it never will. */
  write(data: Uint8Array): Promise<void>;
}
