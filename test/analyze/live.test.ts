import { expect, test } from 'vitest';
import { settingsOf } from '../../src/analyze/analyze.ts';
import { bootsOf } from '../../src/analyze/boots.ts';
import type { Format, Said } from '../../src/analyze/format.ts';
import { asciicast } from '../../src/analyze/formats/asciicast.ts';
import { raw } from '../../src/analyze/formats/raw.ts';
import { Tables } from '../../src/console/tables.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import { bootFake, verdictOf } from '../boot/harness.ts';

const SETTINGS = settingsOf({
  goal: 'login',
  limit: [],
  silence: [],
  prompts: MIDWAY.prompts,
  profile: MIDWAY,
  tables: new Tables(SIGNATURES, MILESTONES),
});
const CHUNKS = [1, 7, 64, 4096];

/** The verdict on the first boot of a log, whose text arrives in pieces of `chunkBytes`. */
async function firstVerdict(log: string, format: Format, chunkBytes: number) {
  for await (const { verdict, stage } of bootsOf(pieces(log, format, chunkBytes), SETTINGS)) {
    return { outcome: verdict.outcome, class: verdict.class, cause: verdict.cause?.id ?? null, stage };
  }
  return null;
}

async function* pieces(log: string, format: Format, chunkBytes: number): AsyncGenerator<Said> {
  for (const line of log.split(/(?<=\n)/)) {
    const said = format.read(line);
    if (said === null) continue;
    for (let start = 0; start === 0 || start < said.bytes.length; start += chunkBytes)
      yield { ms: said.ms, bytes: said.bytes.subarray(start, start + chunkBytes) };
  }
}

/** Boots whose console shows why they ended. */
const SHOWN = [
  'release-xen',
  'xen-4.4',
  'old-firmware',
  'calxeda-firmware',
  'real-time',
  'no-autoboot',
  'no-stop-key',
  'empty-nvram',
  'static-network',
  'tftp-retries',
  'tftp-slow',
  'torn',
  'no-dhcp',
  'link-down',
  'link-pulled',
  'tftp-stall',
  'missing-file',
  'dom0-truncated',
  'load-reset',
  'ok,reset=prompt',
  'ok,reset=network',
  'ok,reset=device-tree',
  'ok,reset=handoff',
  'xen-not-a-zimage',
  'dom0-empty',
  'xen-reset',
  'dom0-not-a-zimage',
  'dom0-reset',
  'no-root',
  'init-died',
  'ok,reset=dom0-userspace',
];

/** Boots that ended by silence: their console shows it when the recording goes on for so long. */
const SILENT = [
  'ok,hang=firmware',
  'ok,hang=autoboot',
  'ok,hang=handoff',
  'xen-truncated',
  'xen-silent',
  'dom0-hang',
  'no-login',
];

/** Boots that the live program gave up when Ctrl-C found no answer, before their silence was long enough to tell. */
const GIVEN_UP = ['ok,hang=network', 'ok,hang=load', 'ok,hang=device-tree'];

test.each(SHOWN)('%s: its recordings are judged as the boot was', async (scenario) => {
  const { result, cast, console } = await bootFake(scenario);
  const live = verdictOf(result);

  for (const chunkBytes of CHUNKS) {
    expect(await firstVerdict(cast, asciicast(), chunkBytes), `cast, ${chunkBytes}`).toEqual(live);
    expect(await firstVerdict(console, raw, chunkBytes), `raw, ${chunkBytes}`).toEqual(live);
  }
});

test.each(SILENT)('%s: silence is concluded from a recording that shows it, and from no other', async (scenario) => {
  const { result, cast, console } = await bootFake(scenario);
  const live = verdictOf(result);
  const unknown = { outcome: 'error', class: 'lab', cause: expect.stringMatching(/^log\./), stage: live.stage };
  const upToLastByte = cast
    .split('\n')
    .filter((line) => !line.includes('"m"'))
    .join('\n');

  for (const chunkBytes of CHUNKS) {
    expect(await firstVerdict(cast, asciicast(), chunkBytes), `cast, ${chunkBytes}`).toEqual(live);
    expect(await firstVerdict(upToLastByte, asciicast(), chunkBytes), `cut, ${chunkBytes}`).toEqual(unknown);
    expect(await firstVerdict(console, raw, chunkBytes), `raw, ${chunkBytes}`).toEqual(unknown);
  }
});

test.each(GIVEN_UP)('%s: what the live program tried by typing is not in the recording', async (scenario) => {
  const { result, cast, console } = await bootFake(scenario);
  const unknown = { outcome: 'error', class: 'lab', cause: expect.stringMatching(/^log\./), stage: result.stage };

  for (const chunkBytes of CHUNKS) {
    expect(await firstVerdict(cast, asciicast(), chunkBytes)).toEqual(unknown);
    expect(await firstVerdict(console, raw, chunkBytes)).toEqual(unknown);
  }
});

test('dead-board: a log without U-Boot shows no boot', async () => {
  const { cast } = await bootFake('dead-board');

  expect(await firstVerdict(cast, asciicast(), 4096)).toEqual({
    outcome: 'error',
    class: 'lab',
    cause: 'log.ends-early',
    stage: 'power',
  });
});

test.each(['ok', 'no-root', 'missing-file', 'xen-reset'])(
  '%s on a noisy line: the recording is judged as the boot was',
  async (scenario) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const { result, cast } = await bootFake(`${scenario},noise=1/500,seed=${seed}`);
      const again = await firstVerdict(cast, asciicast(), 4096);

      expect({ ...again, stage: null }, `seed ${seed}`).toEqual({ ...verdictOf(result), stage: null });
    }
  },
);
