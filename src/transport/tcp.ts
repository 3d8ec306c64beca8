import { connect, type Socket } from 'node:net';
import { MidwayError } from '../errors.ts';
import { formatAddress } from './address.ts';
import { Connection, settledWithin } from './connection.ts';
import { codeOf } from './holder.ts';
import type { Transport } from './transport.ts';

/** How a TCP console is opened. */
export interface TcpOptions {
  /** Gives the connecting up; an open connection does not look at it any more. */
  readonly signal?: AbortSignal | undefined;
  /** How long connecting may take, name look-up included. */
  readonly connectLimitMs?: number | undefined;
  /** How long the peer may take no bytes before it counts as lost. */
  readonly stallLimitMs?: number | undefined;
}

/** Three SYNs: Linux sends them after 0, 1 and 3 s. */
const CONNECT_LIMIT_MS = 5000;
const STALL_LIMIT_MS = 10_000;
/** How long a peer may take to hang up, too. */
const CLOSE_LIMIT_MS = 1000;
/** Idle time before the first keep-alive probe; Linux gives a silent peer up nine probes, 75 s apart, later. */
const KEEP_ALIVE_MS = 10_000;

const CONNECT_FAILURES: Readonly<Record<string, readonly [meaning: string, hint: string]>> = {
  ECONNREFUSED: [
    'nothing listens on that port',
    'Start the console server (ser2net, QEMU, conserver), or check the port number.',
  ],
  ENOTFOUND: ['the host name is not known', 'Check the spelling, or give the IP address.'],
  EAI_AGAIN: ['the host name could not be looked up', 'Check the name server, or give the IP address.'],
  EHOSTUNREACH: ['the host cannot be reached', 'Check that it is on, and the network between here and there.'],
  ENETUNREACH: ['the network cannot be reached', 'Check the network of this machine.'],
  ETIMEDOUT: ['the host does not answer', 'Check that it is on, and that no firewall drops the connection.'],
};

/**
 * Connects to a console server that passes bytes through as they are (ser2net `raw`, QEMU, socat).
 *
 * @throws MidwayError MWS_PORT_OPEN; the reason of `signal`
 */
export async function openTcp(host: string, port: number, options: TcpOptions = {}): Promise<Transport> {
  options.signal?.throwIfAborted();
  const address = formatAddress({ kind: 'tcp', host, port });
  const socket = await connectSocket(address, host, port, options);
  return tcpTransport(address, socket, options);
}

function connectSocket(address: string, host: string, port: number, options: TcpOptions): Promise<Socket> {
  const { signal, connectLimitMs = CONNECT_LIMIT_MS } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeAllListeners();
    };
    const fail = (error: unknown) => {
      settle();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(signal?.reason);
    const timer = setTimeout(() => {
      fail(
        connectError(address, Object.assign(new Error(`no answer within ${connectLimitMs} ms`), { code: 'ETIMEDOUT' })),
      );
    }, connectLimitMs);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', (cause) => fail(connectError(address, cause)));
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

function connectError(address: string, cause: Error): MidwayError {
  const row = CONNECT_FAILURES[codeOf(cause) ?? ''];
  const [meaning, hint] = row ?? [cause.message, 'Check the address, and that the console server runs.'];
  return new MidwayError('MWS_PORT_OPEN', `cannot connect to ${address}: ${meaning}`, { cause, hint });
}

const LOST_HINT =
  'The console server hung up or went away: look at its log, and whether somebody else took the console.';

function tcpTransport(address: string, socket: Socket, options: TcpOptions): Transport {
  const { stallLimitMs = STALL_LIMIT_MS } = options;
  const connection = new Connection(address, () => stallLimitMs, LOST_HINT);
  let disposal: Promise<void> | undefined;

  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const lose = (why: string, cause?: unknown) => {
    connection.lose(why, cause);
    socket.destroy();
  };
  socket.on('data', (chunk) => connection.deliver(chunk));
  socket.on('error', (cause) => lose(cause.message, cause));
  socket.on('end', () => lose('the other side hung up'));
  socket.on('close', () => connection.lose('the connection was closed'));

  async function close(): Promise<void> {
    connection.close();
    if (!socket.destroyed) {
      socket.end();
      await settledWithin(closed, CLOSE_LIMIT_MS);
    }
    socket.destroy();
    await closed;
  }

  return {
    address,
    listen: (listener) => connection.listen(listener),
    write: (data) => connection.write(data, (bytes, done) => socket.write(Buffer.from(bytes), done)),
    [Symbol.asyncDispose]() {
      disposal ??= close();
      return disposal;
    },
  };
}
