import { SerialPort } from 'serialport';
import type { MidwayError } from '../errors.ts';
import { Connection, settledWithin } from './connection.ts';
import { Drains } from './drains.ts';
import { takeLock } from './lock.ts';
import { busyError, checkPort, explainOpenFailure } from './port-check.ts';
import { safeBinding } from './safe-binding.ts';
import type { Transport } from './transport.ts';

/** How a serial port is opened. */
export interface SerialOptions {
  /** Bits a second; a Midway node speaks at 115200. */
  readonly baudRate: number;
  /** Gives the opening up; an open port does not look at it any more. */
  readonly signal?: AbortSignal | undefined;
  /** Where the UUCP lock file goes; absent: /run/lock. */
  readonly lockDir?: string | undefined;
  /** How long a port may take no bytes before it counts as lost, on top of the time the bytes need on the line. */
  readonly stallLimitMs?: number | undefined;
}

/** Without flow control a working port takes bytes all the time: an adapter that takes none for so long is stuck. */
const STALL_LIMIT_MS = 10_000;
/** tcflush(3) and close(2) of a stuck adapter can block in the kernel; nobody is to wait for that. */
const CLOSE_LIMIT_MS = 1000;
/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/**
 * Opens a serial port at 8N1, raw, without flow control, locked against other programs (UUCP lock file and flock(2)).
 *
 * The modem lines are left alone, but a driver may raise DTR and RTS on open and drop them on close (HUPCL, which is kept
 * as found: `stty -F DEV -hupcl`).
 *
 * @throws MidwayError MWS_PORT_MISSING, MWS_PORT_PERMISSION, MWS_PORT_BUSY or MWS_PORT_OPEN; the reason of `signal`
 */
export async function openSerial(path: string, options: SerialOptions): Promise<Transport> {
  options.signal?.throwIfAborted();
  const device = checkPort(path);
  const lock = takeLock(device, options.lockDir);
  try {
    const port = await openPort(path, device, options);
    return serialTransport(path, port, options, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openPort(path: string, device: string, { baudRate, signal }: SerialOptions): Promise<SerialPort> {
  const settings = {
    binding: safeBinding,
    path: device,
    baudRate,
    dataBits: 8 as const,
    parity: 'none' as const,
    stopBits: 1 as const,
    rtscts: false,
    xon: false,
    xoff: false,
    xany: false,
    hupcl: false,
    lock: true,
    autoOpen: false,
  };
  const port = new SerialPort(settings);
  const opened = new Promise<void>((resolve, reject) => {
    port.open((cause) => (cause === null ? resolve() : reject(openError(path, device, cause))));
  });
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
  });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([opened, aborted]);
    return port;
  } catch (error) {
    // open(2) under way cannot be stopped: the port is closed when it is open.
    if (signal?.aborted)
      await settledWithin(
        opened.then(() => closePort(port)),
        CLOSE_LIMIT_MS,
      );
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function closePort(port: SerialPort): Promise<void> {
  return new Promise((resolve) => port.close(() => resolve()));
}

function openError(path: string, device: string, cause: Error): MidwayError {
  const error = explainOpenFailure(path, cause);
  return error.code === 'MWS_PORT_BUSY' ? busyError(path, device, 'another process has locked it', cause) : error;
}

function serialTransport(path: string, port: SerialPort, options: SerialOptions, release: () => void): Transport {
  const { baudRate, stallLimitMs = STALL_LIMIT_MS } = options;
  const lineMs = (bytes: number) => (bytes * BITS_PER_BYTE * 1000) / baudRate;
  const connection = new Connection(path, (bytes) => stallLimitMs + 2 * lineMs(bytes));
  const drains = new Drains(port);
  let disposal: Promise<void> | undefined;

  const closed = new Promise<void>((resolve) => {
    // 'close' may come twice, and with an 'error' in between: the first one says why.
    port.on('close', (cause: Error | null) => {
      connection.lose(cause?.message ?? 'the port was closed', cause ?? undefined);
      resolve();
    });
  });
  port.on('error', (cause) => connection.lose(cause.message, cause));
  port.on('data', (chunk: Buffer) => connection.deliver(chunk));

  async function close(): Promise<void> {
    connection.close();
    if (port.isOpen) {
      // Bytes that a stuck device never takes would hold up close(2).
      await settledWithin(new Promise<void>((resolve) => port.flush(() => resolve())), CLOSE_LIMIT_MS);
    }
    if (port.isOpen) port.close(() => {});
    if (port.isOpen || port.closing) await settledWithin(closed, CLOSE_LIMIT_MS);
    release();
  }

  return {
    address: path,
    listen: (listener) => connection.listen(listener),
    // A copy, because serialport keeps the buffer until it is sent; it queues on a closed port instead of failing.
    write: (data) =>
      connection.write(data, (bytes, done) => {
        if (!port.isOpen) done(new Error('the port is closed'));
        else port.write(Buffer.from(bytes), (error) => (error ? done(error) : drains.wait(done)));
      }),
    [Symbol.asyncDispose]() {
      disposal ??= close();
      return disposal;
    },
  };
}
