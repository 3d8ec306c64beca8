import { expect, test } from 'vitest';
import type { BootResult } from '../../src/api/result.ts';
import { MidwayError } from '../../src/errors.ts';
import type { JournalOptions } from '../../src/journal/journal.ts';
import type { PowerDriver } from '../../src/power/power.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { bootFake, memoryJournal, verdictOf } from './harness.ts';

test('a boot that is cancelled while its console is opened is cancelled, not a defect', async () => {
  const cancelled = new AbortController();
  const { result, events } = await bootFake('ok', {
    world: {
      signal: cancelled.signal,
      openConsole: (signal) => {
        cancelled.abort('a person (Ctrl-C)');
        return Promise.reject(signal.reason);
      },
    },
  });

  expect(verdictOf(result)).toEqual({
    outcome: 'cancelled',
    class: null,
    cause: 'internal.cancelled',
    stage: null,
  });
  expect(events).toEqual([{ type: 'verdict', outcome: 'cancelled', class: null, cause: 'internal.cancelled' }]);
});

test('the crackle of a power switch is not the board', async () => {
  const power: PowerDriver = {
    name: 'a socket',
    can: new Set(['on', 'off', 'cycle']),
    on: async () => {},
    off: async () => {},
    cycle: async () => {},
    status: async () => 'on',
  };
  const { result } = await bootFake('ok', {
    request: { reset: 'power' },
    world: {
      openConsole: async () => ({
        power,
        transport: {
          address: 'crackling',
          listen: ({ data }) => data(Uint8Array.of(0, 0)),
          write: async () => {},
          async [Symbol.asyncDispose]() {},
        },
        async [Symbol.asyncDispose]() {},
      }),
    },
  });

  expect(verdictOf(result)).toEqual({ outcome: 'error', class: 'lab', cause: 'lab.silent', stage: 'firmware' });
});

test('Linux that boots without Xen is no pass', async () => {
  const { result } = await bootFake('ok', { rewrite: withoutXen() });

  expect(verdictOf(result)).toEqual({
    outcome: 'failed',
    class: 'hypervisor',
    cause: 'xen.absent',
    stage: 'dom0-userspace',
  });
});

test('a verdict survives what a person does with the console after it', async () => {
  const { result, events } = await bootFake('ok', {
    world: { afterVerdict: () => Promise.reject(new Error('the terminal is gone')) },
  });

  expect(verdictOf(result)).toMatchObject({ outcome: 'passed' });
  expect(events.at(-1)).toEqual({ type: 'problem', doing: '--interact', message: 'the terminal is gone' });
});

test('what happens after the verdict is not part of the result', async () => {
  const { result } = await bootFake('ok', {
    world: {
      afterVerdict: async (session) => {
        while (session.ms < 500_000) await session.ear.more(500_000, new AbortController().signal);
      },
    },
  });

  expect(result.durationMs).toBeLessThan(60_000);
});

test('a record that is broken before the first byte ends the boot at once', async () => {
  const error = new MidwayError('MWS_RECORD', 'cannot write console.raw: no space left on device');
  const { result, console } = await bootFake('ok', {
    world: {
      openJournal: (_dir: string, { onBroken }: JournalOptions) => {
        onBroken(error);
        return { ...memoryJournal(new VirtualClock(), []), broken: error };
      },
    },
  });

  expect(verdictOf(result)).toEqual({ outcome: 'error', class: 'lab', cause: 'internal.record', stage: 'power' });
  expect(console).toBe('');
});

test('a result that cannot be written is still told, with what the boot came to', async () => {
  const tried: BootResult[] = [];
  const { result } = await bootFake('no-root', {
    world: {
      openJournal: () => ({
        ...memoryJournal(new VirtualClock(), []),
        finish: (wanted: BootResult) => {
          tried.push(wanted);
          return Promise.reject(new MidwayError('MWS_RECORD', 'cannot write result.json: no space left on device'));
        },
      }),
    },
  });

  expect(verdictOf(result)).toMatchObject({ outcome: 'error', class: 'lab', cause: 'internal.record' });
  expect(result.cause?.summary).toBe(
    'cannot write result.json: no space left on device; the boot itself had ended as failed (dom0.no-root)',
  );
  expect(tried.map(({ outcome }) => outcome)).toEqual(['failed', 'error']);
});

test('an image that logs in by itself shows its login prompt, however it is read', async () => {
  for (const chunkBytes of [1, 4096]) {
    const { result } = await bootFake('ok', {
      chunkBytes,
      rewrite: (said) => said.replace(/(\S+ login: )$/, '$1root (automatic login)\r\n\r\nroot@midway:~# '),
    });
    expect(verdictOf(result), `${chunkBytes}`).toMatchObject({ outcome: 'passed' });
  }
});

test('a fatal line decides, though a login prompt follows within its explanation', async () => {
  const { result } = await bootFake('ok', {
    rewrite: (said) =>
      said.replace(/(\S+ login: )$/, 'Kernel panic - not syncing: Attempted to kill the idle task!\r\n$1'),
  });

  expect(verdictOf(result)).toMatchObject({ outcome: 'failed', class: 'dom0-kernel' });
});

test('U-Boot’s words are without control characters in the result, and so are versions', async () => {
  const { result } = await bootFake('missing-file', {
    rewrite: (said) =>
      said
        .replace(/^TFTP error: .*$/m, 'weird \x9b31m\x07 words \x1b]0;owned\x07')
        .replace('U-Boot 2023.01', 'U-Boot 2023.01\x9b\x07x'),
  });

  expect(result.outcome).toBe('error');
  expect(JSON.stringify(result)).not.toMatch(/[\x00-\x1f\x7f-\x9f]|\\u00(?:0|1|7f|8|9)/);
});

test('the same words in a log line are no login prompt', async () => {
  const { result, console } = await bootFake('no-login', {
    rewrite: (said) => said.replace(/(Run \/\S+ as init process[\r\n]+)/, '$1[    9.100000] midway login: \r\n'),
  });

  expect(console).toContain('midway login: ');
  expect(verdictOf(result)).toMatchObject({ outcome: 'failed', cause: 'userspace.silent' });
});

/** The lines of Xen taken out, and what Linux says of it. */
function withoutXen(): (said: string) => string {
  let started = false;
  let held = '';
  return (said) => {
    started ||= said.includes('Starting kernel');
    if (!started) return said;
    const lines = (held + said).split(/(?<=\n)/);
    held = /^[(\-[][^\n]*$/.test(lines.at(-1) ?? '') ? (lines.pop() ?? '') : '';
    return lines.filter((line) => !/^\(XEN\)|^- .* -\r|Xen /.test(line)).join('');
  };
}
