import { availableParallelism, loadavg } from 'node:os';
import { print } from './report.ts';

/** The figures that can be asked for by name: `npm run bench -- NAME`. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  console: async () => (await import('./console.ts')).benchConsole(),
  journal: async () => await import('./journal.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const [load = 0] = loadavg();
print(`node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  print();
  await BENCHES[name]?.();
}
