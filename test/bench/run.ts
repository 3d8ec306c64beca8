import { availableParallelism, loadavg, setPriority } from 'node:os';
import { print } from './report.ts';

/** The figures that can be asked for by name: `npm run bench -- NAME`. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  dialogue: async () => await (await import('./dialogue.ts')).benchDialogue(),
  console: async () => (await import('./console.ts')).benchConsole(),
  start: async () => await (await import('./start.ts')).benchStart(),
  consoles: async () => (await import('./consoles.ts')).benchConsoles(),
  journal: async () => await import('./journal.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
const [load = 0] = loadavg();
const priority = raisePriority() ? ', at a raised priority' : '';
print(`node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)}${priority}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  print();
  await BENCHES[name]?.();
}

/** Keeps other work on the machine out of the figures, where that is allowed; children inherit it. */
function raisePriority(): boolean {
  try {
    setPriority(-15);
    return true;
  } catch {
    return false;
  }
}
