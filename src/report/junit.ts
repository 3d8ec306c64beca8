import type { BootResult } from '../api/result.ts';

/** A JUnit XML document with a test case for each boot. Lab trouble is an error, a build that does not boot a failure. */
export function junit(results: readonly BootResult[]): string {
  const count = (outcome: BootResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const total = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const attributes = `tests="${results.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('cancelled')}" time="${seconds(total)}"`;
  const cases = results.map(
    (result, index) =>
      `    <testcase classname="midway-serial.boot" name="${escapeXml(`boot ${result.board ?? result.port ?? ''} #${index + 1}`)}" time="${seconds(result.durationMs)}">${body(result)}</testcase>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    `  <testsuite name="midway-serial" ${attributes} timestamp="${results[0]?.startedAt ?? ''}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function body({ outcome, cause, class: causeClass, stage }: BootResult): string {
  if (cause === null) return '';
  const tag = { failed: 'failure', error: 'error', cancelled: 'skipped', passed: 'system-out' }[outcome];
  const text = [`stage ${stage}, ${causeClass ?? 'nobody'} must act`, cause.hint, ...cause.evidence].join('\n');
  const type = outcome === 'cancelled' ? '' : ` type="${escapeXml(cause.id)}"`;
  return `<${tag} message="${escapeXml(cause.summary)}"${type}>${outcome === 'cancelled' ? '' : escapeXml(text)}</${tag}>`;
}

/** Text for XML: the five entities, and without the characters that XML 1.0 cannot hold. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
