import { expect, test } from 'vitest';
import { MidwayError } from '../../src/errors.ts';
import { splitShellWords } from '../../src/power/shell-words.ts';

test.each([
  ['ipmitool -I lanplus -H node7 power on', ['ipmitool', '-I', 'lanplus', '-H', 'node7', 'power', 'on']],
  ['  a\tb\nc  ', ['a', 'b', 'c']],
  [`sh -c 'echo "a" | cat'`, ['sh', '-c', 'echo "a" | cat']],
  [`a "b \\" \\$c \\\\ \\d" e`, ['a', 'b " $c \\ \\d', 'e']],
  [`a\\ b c\\'d`, ['a b', "c'd"]],
  [`pdu '' ""`, ['pdu', '', '']],
  [`a'b'"c"d`, ['abcd']],
  ['curl http://pdu/cgi?port=1&state=on', ['curl', 'http://pdu/cgi?port=1&state=on']],
  ["a '|' \\; '>'", ['a', '|', ';', '>']],
])('%s', (command, words) => {
  expect(splitShellWords(command)).toEqual(words);
});

test.each([
  ['', 'it is empty'],
  ['   ', 'it is empty'],
  ["''", 'it is empty'],
  ["pdu 'on", "a ' is not closed"],
  ['pdu "on', 'a " is not closed'],
  ['pdu "on\\"', 'a " is not closed'],
  ['pdu on\\', 'it ends in a \\'],
  ['pdu on | tee log', '"|" needs a shell, and it is run without one'],
  ['pdu on && sleep 1', '"&&" needs a shell, and it is run without one'],
  ['pdu on; pdu off', '"on;" needs a shell, and it is run without one'],
  ['pdu on 2>&1', '"2>&1" needs a shell, and it is run without one'],
  ['pdu $(cat port)', '"$(cat" needs a shell, and it is run without one'],
])('%j is refused: %s', (command, why) => {
  const error = refusal(command);

  expect([error.code, error.message]).toEqual([
    'MWS_USAGE',
    `cannot split the command ${JSON.stringify(command)} into words: ${why}`,
  ]);
});

function refusal(command: string): MidwayError {
  try {
    splitShellWords(command);
  } catch (error) {
    if (error instanceof MidwayError) return error;
  }
  throw new Error('it was accepted');
}
