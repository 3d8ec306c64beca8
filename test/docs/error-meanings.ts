import type { ErrorCode } from '../../src/errors.ts';

/** What each error means, for README.md; a code without its sentence does not compile. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  MWS_USAGE:
    'The arguments cannot be understood, contradict each other, or name a record that exists. Nothing was touched.',
  MWS_PLAN: 'The boot that was asked for cannot work: images overlap, or U-Boot’s shell cannot carry a value.',
  MWS_RECORD: 'The record cannot be written: full disk, no permission, I/O error.',
  MWS_PORT_MISSING: 'There is no such device.',
  MWS_PORT_PERMISSION: 'The device is there, but this user may not open it.',
  MWS_PORT_BUSY: 'Another program holds the console.',
  MWS_PORT_OPEN: 'The device is there, but does not open as a serial port; or nothing answers at the TCP address.',
  MWS_PORT_LOST: 'The console went away while it was in use.',
  MWS_POWER: 'A power command failed, could not be started, or took longer than its limit.',
  MWS_IMAGE:
    'What U-Boot loaded has another size than the file on the TFTP server, or the loaded images overlap in memory.',
  MWS_LOG_ENDS: 'A log that is analysed has no more, and shows neither success nor failure.',
  MWS_LOG_TRUNCATED: 'The same, and it stops in the middle of a line.',
  MWS_INTERNAL: 'A defect of this program. Never a verdict on the board.',
};
