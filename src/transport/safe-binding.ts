import { readSync, writeSync } from 'node:fs';
import { LinuxBinding, type LinuxOpenOptions, type LinuxPortBinding } from '@serialport/bindings-cpp';

/** What serialport's stream asks of an error: `canceled` means closed by ourselves, anything else is a disconnect. */
class ReadError extends Error {
  readonly canceled: boolean;
  readonly disconnect: boolean;

  constructor(message: string, { canceled, cause }: { canceled: boolean; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.canceled = canceled;
    this.disconnect = !canceled;
  }
}

/**
 * serialport's binding for Linux, with a read that takes 0 bytes for what it is: a tty that was hung up.
 *
 * The original tries again at once, for ever: the port stays open, nobody is told, and one core burns
 * (serialport/bindings-cpp pull request 164; measured in 38 of 100 disconnects in the middle of output).
 *
 * Reads and writes are single system calls on a descriptor that never blocks: the original's detour through the thread pool
 * costs a busy machine milliseconds a time, and a dialogue needs a turn for every 16 characters.
 */
export const safeBinding = {
  list: () => LinuxBinding.list(),

  async open(options: LinuxOpenOptions): Promise<LinuxPortBinding> {
    const port = await LinuxBinding.open(options);
    const writeLater = port.write.bind(port);
    port.read = (buffer, offset, length) => readSome(port, buffer, offset, length);
    port.write = async (buffer) => {
      const written = writeSome(port, buffer);
      if (written < buffer.length) await writeLater(buffer.subarray(written));
    };
    return port;
  },
};

/** At least one byte, or a rejection: `canceled` when the port was closed, a disconnect otherwise. */
async function readSome(port: LinuxPortBinding, buffer: Buffer, offset: number, length: number) {
  for (;;) {
    if (port.fd === null) throw new ReadError('the port was closed', { canceled: true });
    // Always a turn of the event loop: a port that never falls silent must not keep everything else from running.
    const trouble = await readable(port);
    if (port.fd === null) throw new ReadError('the port was closed', { canceled: true, cause: trouble });
    try {
      const bytesRead = readSync(port.fd, buffer, offset, length, null);
      if (bytesRead > 0) return { bytesRead, buffer };
    } catch (cause) {
      if (!port.isOpen) throw new ReadError('the port was closed', { canceled: true, cause });
      if (!isTransient(cause)) throw new ReadError(messageOf(cause), { canceled: false, cause });
      if (trouble === null) continue;
      throw new ReadError(messageOf(trouble), { canceled: false, cause: trouble });
    }
    throw new ReadError('the terminal was hung up (read returned 0)', { canceled: !port.isOpen });
  }
}

/** How many bytes the port takes at once; 0 also when it fails, because the original then says why. */
function writeSome(port: LinuxPortBinding, buffer: Buffer): number {
  if (port.fd === null) return 0;
  try {
    return writeSync(port.fd, buffer);
  } catch {
    return 0;
  }
}

/** Waits until there is something to read; resolves to the error when the poller has one, because the read itself tells more. */
function readable(port: LinuxPortBinding): Promise<Error | null> {
  return new Promise((resolve) => {
    port.poller.once('readable', (error: Error | null) => resolve(error));
  });
}

function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
