import { describe, expect, test } from 'vitest';
import { MidwayError } from '../../src/errors.ts';
import { type ConsoleAddress, formatAddress, parseAddress } from '../../src/transport/address.ts';

const errorOf = (text: string): MidwayError => {
  try {
    parseAddress(text);
  } catch (error) {
    if (error instanceof MidwayError) return error;
  }
  throw new Error(`${text} was accepted`);
};

describe('a console address', () => {
  const good: [string, ConsoleAddress][] = [
    ['/dev/ttyUSB0', { kind: 'serial', path: '/dev/ttyUSB0' }],
    [
      '/dev/serial/by-id/usb-FTDI_FT232R-if00-port0',
      { kind: 'serial', path: '/dev/serial/by-id/usb-FTDI_FT232R-if00-port0' },
    ],
    [
      '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1',
      { kind: 'serial', path: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1' },
    ],
    ['./pty', { kind: 'serial', path: './pty' }],
    ['tcp://conserver:7001', { kind: 'tcp', host: 'conserver', port: 7001 }],
    ['tcp://[fe80::1%eth0]:7001', { kind: 'tcp', host: 'fe80::1%eth0', port: 7001 }],
    ['fake:xen-panic', { kind: 'fake', scenario: 'xen-panic' }],
  ];

  test.each(good)('%s is understood, and written back the same', (text, expected) => {
    expect([parseAddress(text), formatAddress(expected)]).toEqual([expected, text]);
  });

  test.each(['telnet://host:23', 'rfc2217://host:2217', 'exec:ipmitool sol activate'])(
    '%s is known, and not supported yet',
    (text) => {
      const { code, message, hint } = errorOf(text);

      expect([code, message]).toEqual([
        'MWS_USAGE',
        `cannot open the console ${JSON.stringify(text)}: ${text.split(':')[0]}: is not supported yet`,
      ]);
      expect(hint).toContain('tcp://host:port');
    },
  );

  test.each([
    ['', 'Give a path or an address: /dev/ttyUSB0, tcp://host:port or fake:SCENARIO.'],
    ['ttyUSB0', 'Did you mean /dev/ttyUSB0?'],
    ['serial/by-id/x', 'Did you mean /dev/serial/by-id/x?'],
    ['http://host:80', 'Give a path or an address: /dev/ttyUSB0, tcp://host:port or fake:SCENARIO.'],
    ['fake:', 'Give a path or an address: /dev/ttyUSB0, tcp://host:port or fake:SCENARIO.'],
    ['/dev/', 'Give a path or an address: /dev/ttyUSB0, tcp://host:port or fake:SCENARIO.'],
  ])('%j is refused with a remedy', (text, hint) => {
    const error = errorOf(text);

    expect([error.code, error.hint]).toEqual(['MWS_USAGE', hint]);
  });

  test.each([
    'tcp://host',
    'tcp:host:1',
    'tcp://host:0',
    'tcp://host:65536',
    'tcp://:7',
    'tcp://a@b:7',
    'tcp://fe80::1:7',
  ])('%s is refused: host and port are needed', (text) => {
    expect(errorOf(text).message).toBe(`${JSON.stringify(text)} is not a TCP console address`);
  });
});
