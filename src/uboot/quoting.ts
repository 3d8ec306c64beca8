import { MidwayError } from '../errors.ts';

/** What hush cannot carry inside single quotes, and why. Measured on U-Boot 2023.01: it loses backslashes even there. */
const FORBIDDEN: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /'/, why: "hush has no way to write a ' inside single quotes" },
  { pattern: /\\/, why: 'hush drops backslashes, even inside single quotes' },
  { pattern: /[\r\n]/, why: 'a line end would send the command before it is complete' },
  { pattern: /[\x00-\x1f\x7f]/, why: 'control characters are editing keys to U-Boot' },
  { pattern: /[^\x00-\x7f]/, why: 'U-Boot’s line editor takes ASCII only' },
];

/**
 * Quotes a value as one word of U-Boot's hush shell.
 *
 * @throws MidwayError MWS_PLAN when hush cannot carry one of its characters; `what` names the value in the message.
 */
export function quote(value: string, what: string): string {
  for (const { pattern, why } of FORBIDDEN) {
    const bad = pattern.exec(value);
    if (bad === null) continue;
    throw new MidwayError(
      'MWS_PLAN',
      `cannot pass ${what} through U-Boot's shell: ${name(bad[0])} at character ${bad.index + 1} of ${JSON.stringify(value)}: ${why}`,
      {
        hint: 'Write it without that character; nothing was sent to the board.',
      },
    );
  }
  return `'${value}'`;
}

/**
 * Checks a word that is sent unquoted: a path on the TFTP server, an address.
 *
 * @throws MidwayError MWS_PLAN when the shell would read more than a word in it.
 */
export function bareWord(value: string, what: string): string {
  const bad = /[^\w./:@%+,=-]/.exec(value);
  if (bad !== null || value === '') {
    const reason = bad === null ? 'it is empty' : `${name(bad[0])} at character ${bad.index + 1} has a meaning there`;
    throw new MidwayError(
      'MWS_PLAN',
      `cannot pass ${what} ${JSON.stringify(value)} through U-Boot's shell: ${reason}`,
      {
        hint: 'Rename the file or choose another name; nothing was sent to the board.',
      },
    );
  }
  return value;
}

/** Checks a lab's own U-Boot line, which is sent as it is. */
export function ownLine(line: string, what: string): string {
  const bad = /[\x00-\x1f\x7f]|[^\x00-\x7f]/.exec(line);
  if (bad !== null)
    throw new MidwayError(
      'MWS_PLAN',
      `cannot send ${what} ${JSON.stringify(line)}: ${name(bad[0])} at character ${bad.index + 1} is not printable ASCII`,
    );
  if (/(?:^|\s)#/.test(line))
    throw new MidwayError(
      'MWS_PLAN',
      `cannot send ${what} ${JSON.stringify(line)}: its comment would hide the question for its exit status`,
    );
  return line;
}

/** An address or a size as U-Boot takes it. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function name(character: string): string {
  if (character === ' ') return 'a space';
  return character < ' ' || character > '~'
    ? `character U+${character.codePointAt(0)?.toString(16).padStart(4, '0').toUpperCase()}`
    : character;
}
