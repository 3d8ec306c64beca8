import type { Format, Said } from '../format.ts';

/** `- {"dt": "2019-05-02T10:20:30.123456", "lvl": "target", "msg": "U-Boot 2023.01"}`: keys quoted or not, values in either quotes. */
const ROW = /^- ?\{ ?"?dt"?: ?["']?([\dT:. -]{19,29})/;
const LEVEL = /"?lvl"?: ?["']?(\w{1,20})/;
const MESSAGE = /"?msg"?: ?(?:"((?:[^"\\]|\\.){0,65536})"|'((?:[^']|''){0,65536})'|([^}]{0,65536}))\}?\s{0,4}$/;

/** LAVA's `output.yaml`: a row a line; only the level `target` is the board. */
export const lava: Format = {
  name: 'LAVA',
  calendar: true,
  detects: (head) => head.slice(0, 5).some((line) => ROW.test(line)),
  read(line): Said | null {
    const time = ROW.exec(line)?.[1];
    if (time === undefined || LEVEL.exec(line)?.[1] !== 'target') return null;
    const [, double, single, plain] = MESSAGE.exec(line) ?? [];
    const text = double === undefined ? (single?.replaceAll("''", "'") ?? plain?.trim() ?? '') : unescaped(double);
    return { bytes: Buffer.concat([text, '\r\n'].map(toBytes)), ms: Date.parse(`${time.trim().replace(' ', 'T')}Z`) };
  },
};

function unescaped(text: string): Buffer {
  try {
    const value: unknown = JSON.parse(Buffer.from(`"${text}"`, 'latin1').toString('utf8'));
    return Buffer.from(typeof value === 'string' ? value : '', 'utf8');
  } catch {
    // YAML knows escapes that JSON does not (\x1b, \e): what they stand for is no part of a milestone.
    return Buffer.from(text.replace(/\\x[0-9a-fA-F]{2}|\\e/g, '').replace(/\\(.)/g, '$1'), 'latin1');
  }
}

function toBytes(text: string | Buffer): Buffer {
  return typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
}
