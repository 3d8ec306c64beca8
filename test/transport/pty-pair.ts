import { constants, openSync, write } from 'node:fs';
import { ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import * as nodePty from '@lydell/node-pty';

const writeFd = promisify(write);

/** A pseudo-terminal whose slave is a raw serial port, and whose master is the board. */
export interface PtyPair {
  /** The slave's path, for openSerial. */
  readonly path: string;
  /** Settles when the kernel took every byte, or the board was unplugged. */
  write(data: Uint8Array): Promise<void>;
  onData(listener: (chunk: Buffer) => void): void;
  /** The board takes no more bytes. */
  pause(): void;
  /** Closes the master: for whoever has the slave open, the adapter was pulled out. */
  unplug(): Promise<void>;
}

interface RawPty {
  readonly fd: number;
  readonly ptsName: string;
  readonly master: NodeJS.ReadWriteStream & { destroy(): void };
  readonly slave: { destroy(): void };
}

/** A pty pair whose slave side starts raw and unread. */
export function openPtyPair(): PtyPair {
  // node-pty has `open`, its types do not.
  const pty = (nodePty as unknown as { open(options: { encoding: null }): RawPty }).open({ encoding: null });
  // A slave that somebody holds open keeps the master alive between two openings; never resumed, it does not read.
  const holder = new ReadStream(openSync(pty.ptsName, constants.O_RDWR | constants.O_NOCTTY));
  holder.setRawMode(true);
  pty.slave.destroy();
  pty.master.on('error', () => {});

  let unplugged = false;
  let queue: Promise<void> = Promise.resolve();

  async function writeAll(data: Uint8Array): Promise<void> {
    for (let offset = 0; offset < data.length && !unplugged; ) {
      try {
        offset += (await writeFd(pty.fd, data, offset, data.length - offset, null)).bytesWritten;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
        // libuv cannot poll this descriptor for writing besides the stream that reads it.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  return {
    path: pty.ptsName,
    write(data) {
      queue = queue.then(() => writeAll(data));
      return queue;
    },
    onData(listener) {
      pty.master.on('data', listener);
    },
    pause() {
      pty.master.pause();
    },
    async unplug() {
      if (unplugged) return;
      unplugged = true;
      await queue.catch(() => {});
      const gone = new Promise((resolve) => pty.master.once('close', resolve));
      pty.master.destroy();
      holder.destroy();
      await gone;
    },
  };
}
