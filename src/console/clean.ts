import stripAnsi from 'strip-ansi';

const UNCLEAN = /[\0\b\r\x1b]/;
const CARRIAGE_RETURN = 0x0d;
const NULS = /\0+/g;
const ERASED = /[^\b]?\x08/g;
/** C0, DEL, C1 (U+009B begins a sequence as ESC [ does), and what turns the direction of writing. */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const NOT_ASCII = /[\x80-\xff]/;

/**
 * What a person would see of one raw line: without escape sequences, NULs and erased characters. A line that was rewritten in
 * place (a carriage return in its middle) counts as several, because each of them was there to be read.
 */
export function cleanPieces(raw: string): string[] {
  let end = raw.length;
  while (end > 0 && raw.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
  const line = end === raw.length ? raw : raw.slice(0, end);
  if (!UNCLEAN.test(line)) return [line];
  const text = line.includes('\x1b') ? stripAnsi(line) : line;
  const pieces = text
    .replace(NULS, '')
    .split('\r')
    .map((piece) => (piece.includes('\b') ? piece.replace(ERASED, '') : piece))
    .filter((piece) => piece !== '');
  return pieces.length === 0 ? [''] : pieces;
}

/** A line for people and records: its bytes read as UTF-8, control characters gone. */
export function readable(latin1: string): string {
  const text = NOT_ASCII.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
  return text.replace(CONTROL, '');
}
