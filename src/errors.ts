import type { CauseId } from './api/verdict.ts';

interface ErrorRow {
  /** The process's exit code when this error ends a command. */
  readonly exit: 2 | 125;
  /** The cause's id when this error ends a boot. */
  readonly cause: CauseId;
  /** What to try. */
  readonly hint: string;
}

/** Every error this program raises on purpose. The key is the public code; `test/errors.test.ts` keeps README.md in step. */
export const ERRORS = {
  MWS_USAGE: { exit: 2, cause: 'internal.usage', hint: 'Run the command with --help to see what it takes.' },
  MWS_PLAN: {
    exit: 2,
    cause: 'internal.plan',
    hint: 'Run `midway-serial plan` with the same options to see the commands and the memory map.',
  },
  MWS_RECORD: {
    exit: 125,
    cause: 'internal.record',
    hint: 'Check free space and permissions where the record is written, or choose another place with --out.',
  },
  MWS_PORT_MISSING: {
    exit: 125,
    cause: 'lab.port-missing',
    hint: 'Check the cable and the path; `ls -l /dev/serial/by-id` lists the serial adapters that are plugged in.',
  },
  MWS_PORT_PERMISSION: {
    exit: 125,
    cause: 'lab.port-permission',
    hint: 'Join the group that owns the device (usually `sudo usermod -aG dialout $USER`), then log in again.',
  },
  MWS_PORT_BUSY: {
    exit: 125,
    cause: 'lab.port-busy',
    hint: 'Close the program that holds the console, or wait for it.',
  },
  MWS_PORT_OPEN: {
    exit: 125,
    cause: 'lab.port-open',
    hint: 'Check that the path is a serial device and that its adapter works (`dmesg | tail`).',
  },
  MWS_PORT_LOST: {
    exit: 125,
    cause: 'lab.port-lost',
    hint: 'The device went away while it was open: look for a USB reset in `dmesg`, check the cable and the hub.',
  },
  MWS_POWER: {
    exit: 125,
    cause: 'lab.power',
    hint: 'Run the power command by hand and mend what it complains about.',
  },
  MWS_IMAGE: {
    exit: 125,
    cause: 'lab.image',
    hint: 'Compare the file on the TFTP server with the one that was built; another file may have been served.',
  },
  MWS_LOG_ENDS: {
    exit: 125,
    cause: 'log.ends-early',
    hint: 'Nothing fair can be said: look for the rest of the log, or let the capture run on until the board is through or has been silent for long.',
  },
  MWS_LOG_TRUNCATED: {
    exit: 125,
    cause: 'log.truncated',
    hint: 'The log stops in the middle of a line, so the capture stopped before the board did: look for the rest of it, or capture again.',
  },
  MWS_INTERNAL: {
    exit: 125,
    cause: 'internal.bug',
    hint: 'This is a defect of midway-serial: please report it with the record.',
  },
} as const satisfies Record<string, ErrorRow>;

/** The public code of an error. */
export type ErrorCode = keyof typeof ERRORS;

/** An error that the lab, the configuration or the caller caused: what was attempted on what, why it failed, its cause kept. */
export class MidwayError extends Error {
  override readonly name = 'MidwayError';
  readonly code: ErrorCode;
  readonly hint: string;

  /** `hint` replaces the row's when the place that throws knows better. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].hint;
  }

  get exitCode(): 2 | 125 {
    return ERRORS[this.code].exit;
  }

  get causeId(): CauseId {
    return ERRORS[this.code].cause;
  }
}
