import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BootResult, resultSchema } from '../../src/api/result.ts';
import { picture } from './picture.ts';

const record = new URL('../../fixtures/runs/virtual-ok/', import.meta.url);
const result: BootResult = JSON.parse(readFileSync(new URL('result.json', record), 'utf8'));

test('the record behind the picture is a valid result, and names no place on a machine', () => {
  expect(resultSchema.parse(result)).toEqual(result);

  const whole = JSON.stringify(result) + readFileSync(new URL('events.ndjson', record), 'utf8');
  expect(whole).not.toMatch(/\/(?:tmp|root|home|work|dev\/pts)\//);
});

test('what a board says is text in the picture, never markup', () => {
  const dir = mkdtempSync(join(tmpdir(), 'midway-picture-'));
  const cause: BootResult['cause'] = {
    id: 'dom0.panic',
    summary: 'a </text><script>alert("1")</script> & more',
    hint: '',
    evidence: ['\u0007bell'],
    at: null,
  };
  writeFileSync(join(dir, 'events.ndjson'), '{"v":1,"ms":1,"type":"stage","stage":"power"}\n');
  writeFileSync(
    join(dir, 'result.json'),
    JSON.stringify({ ...result, outcome: 'failed', class: 'dom0-kernel', cause }),
  );

  const svg = picture({ record: dir, goal: 'xen', out: 'record' });

  expect(svg).toContain('a &lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more [dom0.panic]');
  expect(svg).toContain('said:   bell</text>');
});
