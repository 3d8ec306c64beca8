import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import yargs, { type CommandModule } from 'yargs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const folder = new URL('../../src/cli/commands/', import.meta.url);

/** Every command of the program: each file under `commands/` exports one. */
const commands = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map(async (file) => {
      const exported: Record<string, CommandModule> = await import(new URL(file, folder).href);
      const [module] = Object.values(exported).filter((value) => typeof value === 'object' && 'handler' in value);
      return [String(module?.command).split(' ')[0] ?? '', module] as const;
    }),
);

async function help(module: CommandModule | undefined): Promise<string> {
  const parser = yargs([]).wrap(null);
  if (module !== undefined && typeof module.builder === 'function') await module.builder(parser);
  return await parser.getHelp();
}

function optionsOf(text: string): string[] {
  return [...text.matchAll(/^ +(--[a-z][a-z-]*)/gm)].map(([, option]) => option ?? '');
}

test.each(commands)('README.md documents every option of `%s`', async (_, module) => {
  const options = optionsOf(await help(module));

  expect(options).toContain('--help');
  expect(options.filter((option) => !readme.includes(`\`${option}`) && !readme.includes(` ${option} `))).toEqual([]);
});

test.each(commands)('README.md shows the command `%s`', (name) => {
  expect(readme).toContain(`midway-serial ${name}`);
});

test('README.md names no option that the program does not have', async () => {
  const known = new Set((await Promise.all(commands.map(([, module]) => help(module)))).flatMap(optionsOf));
  const named = [...readme.matchAll(/`(--[a-z][a-z-]*)/g)].map(([, option]) => option ?? '');

  expect(named.filter((option) => !known.has(option))).toEqual([]);
});
