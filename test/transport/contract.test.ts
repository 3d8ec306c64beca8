import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MidwayError } from '../../src/errors.ts';
import { Ear, peerKinds } from './peers.ts';

function* cut(data: Buffer): Generator<Buffer> {
  for (let start = 0; start < data.length; ) {
    const end = start + randomInt(1, 4000);
    yield data.subarray(start, end);
    start = end;
  }
}

const settled = (promise: Promise<void>) =>
  promise.then(
    () => 'done',
    (error: MidwayError) => error.code,
  );

describe.each(Object.entries(peerKinds))('a %s console', (_, openPeer) => {
  test('delivers 200 KB exactly and in order, whatever the chunks', async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    const ear = new Ear();
    transport.listen(ear);
    const sent = randomBytes(200_000);

    for (const chunk of cut(sent)) await peer.write(chunk);
    await ear.inbox.reach(sent.length);

    expect(ear.inbox.all().equals(sent)).toBe(true);
    expect(ear.losses).toEqual([]);
  });

  test('sends 200 KB exactly and in order, whatever the chunks, also when nobody waits for a write', async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    transport.listen(new Ear());
    const sent = randomBytes(200_000);

    await Promise.all([...cut(sent)].map((chunk) => transport.write(chunk)));
    await peer.receivedBytes(sent.length);

    expect(peer.received().equals(sent)).toBe(true);
  });

  test('does both at once', async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    const ear = new Ear();
    transport.listen(ear);
    const [down, up] = [randomBytes(200_000), randomBytes(200_000)];

    await Promise.all([
      peer.write(down),
      transport.write(up),
      ear.inbox.reach(down.length),
      peer.receivedBytes(up.length),
    ]);

    expect([ear.inbox.all().equals(down), peer.received().equals(up)]).toEqual([true, true]);
  });

  test("does not keep a view of the caller's buffer", async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    transport.listen(new Ear());
    const buffer = Buffer.alloc(1000, 'a');

    const written = transport.write(buffer);
    buffer.fill('b');
    await written;
    await peer.receivedBytes(1000);

    expect(peer.received().toString()).toBe('a'.repeat(1000));
  });

  test('delivers what arrived before anybody listened first', async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    const ear = new Ear();

    await peer.write(Buffer.from('U-Boot 2012.10'));
    transport.listen(ear);
    await peer.write(Buffer.from(' (Midway)'));
    await ear.inbox.reach(23);

    expect(ear.inbox.all().toString()).toBe('U-Boot 2012.10 (Midway)');
  });

  test('says once that it is lost, in the middle of output, and then rests', { timeout: 60_000 }, async () => {
    const cpuShares: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      await using peer = await openPeer();
      await using transport = await peer.open();
      const ear = new Ear();
      transport.listen(ear);
      let vanishing = false;
      const flood = (async () => {
        const chunk = randomBytes(512);
        while (!vanishing) await Promise.race([peer.write(chunk), ear.loss()]);
      })();
      const typing = settled(transport.write(randomBytes(100_000)));
      await ear.inbox.reach(randomInt(1000, 20_000));

      vanishing = true;
      await peer.vanish();
      await ear.loss();
      await flood;
      const [before, begun] = [process.cpuUsage(), performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { user, system } = process.cpuUsage(before);
      cpuShares.push((user + system) / 1000 / (performance.now() - begun));

      expect(ear.losses.map(({ code }) => code)).toEqual(['MWS_PORT_LOST']);
      expect(ear.losses[0]?.message).toContain(`lost ${peer.address}: `);
      expect(['done', 'MWS_PORT_LOST']).toContain(await typing);
      expect(await settled(transport.write(Buffer.from('x')))).toBe('MWS_PORT_LOST');
      expect(ear.losses).toHaveLength(1);
    }
    const median = cpuShares.sort((a, b) => a - b)[15];
    // A read that spins takes a whole core.
    expect(median).toBeLessThan(0.5);
  });

  test('tells a listener that comes late that it is lost', async () => {
    await using peer = await openPeer();
    await using transport = await peer.open();
    await peer.vanish();
    const ear = new Ear();

    transport.listen(ear);
    await ear.loss();

    expect(ear.losses.map(({ code }) => code)).toEqual(['MWS_PORT_LOST']);
  });

  test('may be disposed of twice, also after it was lost, and says nothing then', async () => {
    await using peer = await openPeer();
    const transport = await peer.open();
    const ear = new Ear();
    transport.listen(ear);

    await Promise.all([transport[Symbol.asyncDispose](), transport[Symbol.asyncDispose]()]);
    await peer.vanish();
    await transport[Symbol.asyncDispose]();

    expect(ear.losses).toEqual([]);
    expect(await settled(transport.write(Buffer.from('x')))).toBe('MWS_PORT_LOST');
  });

  test('rejects the writes that are under way when it is disposed of', async () => {
    await using peer = await openPeer();
    const transport = await peer.open();
    transport.listen(new Ear());

    const write = settled(transport.write(randomBytes(50_000_000)));
    await transport[Symbol.asyncDispose]();

    expect(await write).toBe('MWS_PORT_LOST');
  });

  test('is not opened when the signal says so', async () => {
    await using peer = await openPeer();
    const before = new AbortController();
    before.abort(new Error('stopped before'));
    const during = new AbortController();
    const opening = peer.open(during.signal).then(
      () => 'opened',
      (error: Error) => error.message,
    );

    during.abort(new Error('stopped during'));

    expect(await opening).toBe('stopped during');
    await expect(peer.open(before.signal)).rejects.toThrow('stopped before');
  });

  test('leaves no descriptor and no listener behind in 50 openings', async () => {
    await using peer = await openPeer();
    const count = () => readdirSync('/proc/self/fd').length;
    const signal = new AbortController().signal;
    const cycle = async () => {
      const transport = await peer.open(signal);
      transport.listen(new Ear());
      await transport.write(Buffer.from('x'));
      await transport[Symbol.asyncDispose]();
    };
    await cycle();
    const before = { fds: count(), exit: process.listenerCount('exit') };

    for (let round = 0; round < 50; round += 1) await cycle();

    // The peer's end of the last TCP connection may still be closing.
    expect(count()).toBeLessThanOrEqual(before.fds + 1);
    expect(process.listenerCount('exit')).toBe(before.exit);
  });
});
