import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MidwayError } from '../../src/errors.ts';
import { openSerial } from '../../src/transport/serial.ts';
import { openTcp } from '../../src/transport/tcp.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { openPtyPair } from './pty-pair.ts';

/** The other end of a transport. */
export interface Peer {
  readonly address: string;
  open(signal?: AbortSignal): Promise<Transport>;
  write(data: Uint8Array): Promise<void>;
  /** Everything it was sent so far. */
  received(): Buffer;
  /** Resolves when it was sent so many bytes in all. */
  receivedBytes(count: number): Promise<void>;
  /** Goes away while the transport is open. */
  vanish(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const peerKinds = { serial: serialPeer, tcp: tcpPeer } as const;

async function serialPeer(): Promise<Peer> {
  const pair = openPtyPair();
  const lockDir = mkdtempSync(join(tmpdir(), 'midway-lock-'));
  const inbox = new Inbox();
  pair.onData((chunk) => inbox.add(chunk));
  return {
    address: pair.path,
    open: (signal) => openSerial(pair.path, { baudRate: 115_200, signal, lockDir }),
    write: (data) => pair.write(data),
    received: () => inbox.all(),
    receivedBytes: (count) => inbox.reach(count),
    vanish: () => pair.unplug(),
    async [Symbol.asyncDispose]() {
      await pair.unplug();
      rmSync(lockDir, { recursive: true });
    },
  };
}

async function tcpPeer(): Promise<Peer> {
  const inbox = new Inbox();
  let client: Socket | undefined;
  const server = createServer((socket) => {
    client = socket;
    socket.on('data', (chunk) => inbox.add(chunk));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: `tcp://127.0.0.1:${port}`,
    async open(signal) {
      const accepted = once(server, 'connection');
      const transport = await openTcp('127.0.0.1', port, { signal });
      await accepted;
      return transport;
    },
    write: (data) =>
      new Promise((resolve) => {
        client?.write(data, () => resolve());
      }),
    received: () => inbox.all(),
    receivedBytes: (count) => inbox.reach(count),
    async vanish() {
      client?.destroy();
    },
    async [Symbol.asyncDispose]() {
      client?.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a transport said, in order. */
export class Ear {
  readonly inbox = new Inbox();
  readonly losses: MidwayError[] = [];
  readonly #waiting: (() => void)[] = [];

  data(chunk: Uint8Array): void {
    this.inbox.add(chunk);
  }

  lost(error: MidwayError): void {
    this.losses.push(error);
    for (const tell of this.#waiting.splice(0)) tell();
  }

  async loss(): Promise<void> {
    if (this.losses.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Collects bytes, and tells when there are enough. */
export class Inbox {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #waiting: { count: number; tell: () => void }[] = [];

  add(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#length += chunk.length;
    for (const { tell } of this.#waiting.filter(({ count }) => count <= this.#length)) tell();
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#length);
  }

  all(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async reach(count: number): Promise<void> {
    if (this.#length < count) await new Promise<void>((tell) => this.#waiting.push({ count, tell }));
  }
}
