import type { Format, Said } from '../format.ts';

const NOTHING = new Uint8Array(0);

/** asciicast v2 and v3, as `console.cast` and asciinema write them: a header, then `[seconds, "o", text]` a line. Version 3 counts from the event before. */
export function asciicast(): Format {
  let since: 'start' | 'last' = 'start';
  let startMs = 0;
  let lastMs = 0;
  return {
    name: 'asciicast',
    calendar: true,
    detects: ([first = '']) => /^\{.{0,4000}"version": ?[23]\b/.test(first),
    read(line): Said | null {
      const value = parse(line);
      if (isHeader(value)) {
        since = value.version === 3 ? 'last' : 'start';
        startMs = (value.timestamp ?? 0) * 1000;
        lastMs = startMs;
        return null;
      }
      if (!Array.isArray(value)) return null;
      const [seconds, kind, text]: unknown[] = value;
      if (typeof seconds !== 'number' || typeof text !== 'string') return null;
      lastMs = (since === 'last' ? lastMs : startMs) + seconds * 1000;
      return { bytes: kind === 'o' ? Buffer.from(text, 'utf8') : NOTHING, ms: lastMs };
    },
  };
}

function isHeader(value: unknown): value is { version: number; timestamp?: number } {
  return typeof value === 'object' && value !== null && 'version' in value;
}

/** A line that is no JSON, such as the torn last one of a recorder that was killed, says nothing. */
function parse(line: string): unknown {
  try {
    return JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
}
