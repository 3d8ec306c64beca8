import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMAND, documents } from './documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each([...documents(root)])(`%s is as \`${COMMAND}\` writes it`, (path, text) => {
  expect(readFileSync(join(root, path), 'utf8'), `run \`${COMMAND}\``).toBe(text);
});

test('the picture is small, asks for nothing else and carries no machine path', () => {
  const svg = documents(root).get('fixtures/pictures/boot.svg') ?? '';

  expect(svg.length).toBeLessThan(20_000);
  expect(svg).not.toMatch(/href|url\(|<script|<style|@import|\/tmp|\/root|\/home/);
});
