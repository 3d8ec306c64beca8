import { type Format, type Said, untimed } from '../format.ts';

/** A time in front of each line. `calendar`: it names the day. */
interface Stamp {
  readonly name: string;
  readonly pattern: RegExp;
  readonly calendar: boolean;
  /** The time in milliseconds. */
  read(text: string): number;
}

const DAY_MS = 86_400_000;
const DATE = String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;
const ctime = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: [A-Z]{2,5})? \d{4}`;

/** Who writes them is in the names. Linux pads its own `[    0.000000] ` with blanks: no stamp here does. */
const STAMPS: readonly Stamp[] = [
  dated('minicom, tio, ts: [2026-11-22 14:03:07] ', new RegExp(String.raw`^\[(${DATE})(?:Z|[+-]\d\d:?\d\d)?\] ?`)),
  dated('ser2net, ts, ISO 8601: 2026-11-22T14:03:07.123Z ', new RegExp(`^(${DATE})(?:Z|[+-]\\d\\d:?\\d\\d)?:? `)),
  dated('conserver: [Sun Nov 22 14:03:07 2026]', new RegExp(String.raw`^\[(${ctime})\] ?`)),
  dated('syslog, ts: Nov 22 14:03:07 ', /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) /),
  ofDay('tio: [14:03:07.123] ', new RegExp(String.raw`^\[(${CLOCK})\] ?`)),
  ofDay('14:03:07.123 ', new RegExp(`^(${CLOCK}) `)),
  {
    name: 'grabserial: [12.345678 0.000012] ',
    pattern: /^\[(\d{1,9}\.\d{1,9})(?: \d{1,9}\.\d{1,9})?\] ?/,
    calendar: false,
    read: (text) => Number(text) * 1000,
  },
];

/** What console servers and terminals put into a log of their own accord. */
const MARKS = /^\[-- .{1,200} -- .{1,80}\]\s{0,2}$|^\[-- MARK -- .{1,80}\]\s{0,2}$/;

/** So many of the lines that are not blank must wear the stamp, and two at least: a kernel's line that looks like it is not enough. */
const SHARE = 0.8;

/** Logs whose capturing program put a time in front of each line. */
export function prefixed(): Format {
  let stamp: Stamp | undefined;
  let days = 0;
  let last = Number.NEGATIVE_INFINITY;
  return {
    name: 'stamped',
    get calendar() {
      return stamp?.calendar === true;
    },
    detects(head) {
      const lines = head.filter((line) => line.trim() !== '' && !MARKS.test(line));
      stamp = STAMPS.find(({ pattern }) => {
        const wearing = lines.filter((line) => pattern.test(line)).length;
        return wearing >= 2 && wearing >= SHARE * lines.length;
      });
      return stamp !== undefined;
    },
    read(line): Said | null {
      if (MARKS.test(line)) return null;
      const match = stamp?.pattern.exec(line);
      if (match === null || match === undefined || stamp === undefined) return untimed(line);
      let ms = stamp.read(match[1] ?? '') + days * DAY_MS;
      if (!stamp.calendar && ms < last - DAY_MS / 2) {
        days += 1;
        ms += DAY_MS;
      }
      const known = Number.isFinite(ms) ? ms : null;
      last = known ?? last;
      return { bytes: Buffer.from(line.slice(match[0].length), 'latin1'), ms: known };
    },
  };
}

/** conserver's log without stamps: its marks are no console text. */
export const conserver: Format = {
  name: 'conserver',
  calendar: false,
  detects: (head) => head.some((line) => MARKS.test(line)),
  read: (line) => (MARKS.test(line) ? null : untimed(line)),
};

function dated(name: string, pattern: RegExp): Stamp {
  return {
    name,
    pattern,
    calendar: true,
    read: (text) =>
      Date.parse(
        `${text
          .replace(',', '.')
          .replace(/\//g, '-')
          .replace(/(\d)T(\d)/, '$1 $2')} UTC`,
      ),
  };
}

function ofDay(name: string, pattern: RegExp): Stamp {
  const read = (text: string) => {
    const [hours = 0, minutes = 0, seconds = 0] = text.replace(',', '.').split(':').map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1000;
  };
  return { name, pattern, calendar: false, read };
}
