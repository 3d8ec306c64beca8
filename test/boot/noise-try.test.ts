import { test } from 'vitest';
import { bootFake, verdictOf } from './harness.ts';
test('noise', async () => {
  const t = performance.now(); const count = new Map<string, number>();
  for (let seed = 1; seed <= Number(process.env['SEEDS'] ?? 20); seed += 1) {
    const { result } = await bootFake(`ok,noise=1/500,seed=${seed}`);
    const v = JSON.stringify(verdictOf(result)); count.set(v, (count.get(v) ?? 0) + 1);
    if (result.outcome !== 'passed') process.stdout.write(`${seed} ${result.cause?.summary} | ${result.commands.at(-1)?.text}\n`);
  }
  process.stdout.write(`${JSON.stringify([...count], null, 1)} ${performance.now() - t} ms\n`);
}, 600000);
