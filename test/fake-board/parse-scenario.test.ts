import { expect, test } from 'vitest';
import { MidwayError } from '../../src/errors.ts';
import { parseScenario } from '../../src/fake-board/parse-scenario.ts';
import { SCENARIOS } from '../../src/fake-board/scenarios.ts';
import { Bench } from './harness.ts';

function complaint(text: string): { code: string; message: string } | undefined {
  try {
    parseScenario(text);
  } catch (error) {
    if (error instanceof MidwayError) return { code: error.code, message: error.message };
    throw error;
  }
  return undefined;
}

test.each(Object.keys(SCENARIOS))('the scenario %s can be powered on', (name) => {
  const bench = new Bench(name);
  bench.board.powerOn();
  bench.after(10_000);

  expect(bench.board.power).toBe('on');
});

test('settings behind the name override the scenario', () => {
  const { baud, seed, hang, faults, firmware } = parseScenario('old-firmware,baud=115200,seed=7,hang=xen,loseRx=1/500');

  expect({ baud, seed, hang, loseRx: faults.loseRx, loseTx: faults.loseTx, firmware }).toEqual({
    baud: 115200,
    seed: 7,
    hang: 'xen',
    loseRx: 0.002,
    loseTx: 0,
    firmware: 'old',
  });
});

test.each([
  ['nonsense', 'no fake board scenario is called "nonsense"'],
  ['ok,colour=red', 'cannot understand "colour=red" in the fake board scenario "ok,colour=red"'],
  ['ok,hang', 'cannot understand "hang" in the fake board scenario "ok,hang"'],
  ['ok,hang=later', 'the fake board\'s hang cannot be "later"'],
  ['ok,noise=2', 'the fake board\'s noise cannot be "2"'],
  ['ok,file-xen=nothing', 'the fake TFTP server has no image called "nothing"'],
])('%s is a usage error', (text, message) => {
  expect(complaint(text)).toEqual({ code: 'MWS_USAGE', message });
});

test.each([
  ['at-prompt', '\x03', '<INTERRUPT>\r\n=> '],
  ['in-countdown', 's', '=> '],
  ['at-login', 'root\r', 'root\r\r\nPassword: '],
  ['in-shell', 'true\r', 'true\r\r\n~ # \x1b[6n'],
])('a board %s answers %j', (scenario, typed, answer) => {
  const bench = new Bench(scenario);
  bench.type(typed);

  expect(bench.after(1)).toBe(answer);
});

test.each([
  ['old-firmware', 'Hit any key to stop autoboot:  5 ', ' '],
  ['calxeda-firmware', 'Autobooting in 5 seconds...\r\nPress <s> to stop or <d> to delay\r\n', 's'],
])('%s shows its own autoboot text and prompt', (scenario, text, key) => {
  const bench = new Bench(scenario);
  bench.board.powerOn();
  const before = bench.until(text);
  bench.type(key);

  expect(before).toContain('U-Boot 201');
  expect(bench.until('Highbank #')).toMatch(/(^|\n)Highbank #$/);
});
