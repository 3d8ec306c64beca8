import { constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';

/** How long to wait for a reader when the pty's buffer is full. */
const RETRY_MS = 1;
/** What may wait for a reader; a UART that nobody reads loses the rest. */
const UNREAD_BYTES = 1 << 20;

/** The board's end of a pty whose other end any serial program can open. */
export interface Pty extends AsyncDisposable {
  readonly path: string;
  /** Queues bytes for whoever has the other end open. */
  send(bytes: Uint8Array): void;
}

interface PtyPair {
  readonly fd: number;
  readonly ptsName: string;
  readonly master: {
    on(event: 'data', listener: (bytes: Uint8Array) => void): void;
    on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): void;
    destroy(): void;
  };
  readonly slave: { destroy(): void };
}

/** `open` is missing from the package's type declarations. */
const { open: openPtyPair } = nodePty as unknown as { open(options: { encoding: null }): PtyPair };

/**
 * Opens a pty in raw mode and holds its other end open, so that programs can come and go.
 *
 * A holder that never reads keeps the pty alive without stealing bytes; writing through the file descriptor, which never
 * blocks, gives real back-pressure, where the stream's own write would block the process that reads the other end.
 */
export function openPty(receive: (bytes: Uint8Array) => void): Pty {
  const pair = openPtyPair({ encoding: null });
  const path = pair.ptsName;
  const holder = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
  holder.setRawMode(true);
  pair.slave.destroy();
  pair.master.on('data', receive);
  pair.master.on('error', (error) => {
    // EIO is how Linux says that the last holder of the other end is gone, which is us, closing
    if (error.code !== 'EIO' || !closed) throw error;
  });

  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let closed = false;
  let writing: Promise<void> = Promise.resolve();
  let busy = false;

  async function flush(): Promise<void> {
    while (waiting.length > 0 && !closed) {
      let chunk = Buffer.concat(waiting);
      waiting = [];
      waitingBytes = chunk.length;
      while (chunk.length > 0 && !closed) {
        const written = writeSome(chunk);
        waitingBytes = Math.max(0, waitingBytes - written);
        chunk = chunk.subarray(written);
        if (written === 0 && chunk.length > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    busy = false;
  }

  function writeSome(chunk: Buffer): number {
    try {
      return writeSync(pair.fd, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }

  return {
    path,
    send(bytes) {
      if (closed || waitingBytes + bytes.length > UNREAD_BYTES) return;
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (busy) return;
      busy = true;
      writing = Promise.resolve().then(flush);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await writing;
      pair.master.destroy();
      holder.destroy();
    },
  };
}
