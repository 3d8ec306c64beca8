import { type Format, untimed } from '../format.ts';

/** The bytes of the console as they came: `console.raw`, minicom's and picocom's capture files, `script`, `cat`. */
export const raw: Format = {
  name: 'raw',
  calendar: false,
  detects: () => true,
  read: (line) => untimed(line),
};
