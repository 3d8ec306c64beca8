import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootMachine } from '../../machines/boot/machine.ts';
import { catalogue } from '../../src/knowledge/catalogue.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import { stageDiagram, wholeDiagram } from './diagram.ts';
import { picture } from './picture.ts';
import { withSections } from './sections.ts';
import { story } from './story.ts';
import { errorTable, limitTable, optionTables, scenarioTable, stateTable } from './tables.ts';

/** The command that brings every generated document up to date. */
export const COMMAND = 'npm run docs';

/** Every document with generated parts, as it is to be: the path below the repository, and the whole text. */
export function documents(root: string): Map<string, string> {
  const sections: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'README.md': {
      diagram: stageDiagram(bootMachine),
      options: optionTables(),
      errors: errorTable(),
      scenarios: scenarioTable(),
    },
    'machines/README.md': {
      diagram: wholeDiagram(bootMachine),
      states: stateTable(bootMachine),
      story: ['```text', story(bootMachine), '```'].join('\n'),
      limits: limitTable(),
    },
    'src/knowledge/README.md': { catalogue: catalogue(SIGNATURES) },
  };
  const texts = Object.entries(sections).map(
    ([path, content]) => [path, withSections(readFileSync(join(root, path), 'utf8'), content)] as const,
  );
  const boot = picture({ record: join(root, 'fixtures/runs/virtual-ok'), goal: 'login', out: './record' });
  return new Map([...texts, ['fixtures/pictures/boot.svg', boot]]);
}
