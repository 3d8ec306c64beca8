import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnalyzeOptions, analyzeLog } from '../../src/analyze/analyze.ts';
import { openLog } from '../../src/analyze/read-log.ts';
import type { BootResult } from '../../src/api/result.ts';
import { Tables } from '../../src/console/tables.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';

const OPTIONS: AnalyzeOptions = {
  goal: 'login',
  limit: [],
  silence: [],
  prompts: MIDWAY.prompts,
  profile: MIDWAY,
  tables: new Tables(SIGNATURES, MILESTONES),
};

/** The path of a recording among the fixtures. */
export function recordingPath(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/recordings/${name}.log`, import.meta.url));
}

/** The text of a recording, a character a byte. */
export function recording(name: string): string {
  return readFileSync(recordingPath(name), 'latin1');
}

/** A file with this text, a character a byte. */
export function logFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'midway-log-')), 'console.log');
  writeFileSync(path, text, 'latin1');
  return path;
}

/** The results of all boots of a log. */
export async function analyze(path: string, options: Partial<AnalyzeOptions> = {}): Promise<BootResult[]> {
  const results: BootResult[] = [];
  for await (const result of analyzeLog(await openLog(path), { ...OPTIONS, ...options })) results.push(result);
  return results;
}
