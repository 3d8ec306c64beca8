import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';
import { MidwayError } from '../errors.ts';
import { type Image, SERVED_IMAGES } from './images.ts';
import { DOM0_FATES, type Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import type { LineFaults } from './uart.ts';

/** What may be written behind a scenario's name: `key=value` each. */
export const SCENARIO_KEYS = {
  firmware: 'new, calxeda or old',
  start: 'off, countdown, prompt, login or shell: where the board is when the program comes',
  speed: 'fast or real',
  baud: 'bits a second of the emulated wire, for example 115200',
  seed: 'a whole number: equal seeds give equal faults',
  noise: 'how many bytes are lost, changed or doubled in both directions, for example 1/500',
  loseRx: 'how many bytes to the board are lost',
  loseTx: 'how many bytes from the board are lost',
  corruptRx: 'how many bytes to the board are changed',
  corruptTx: 'how many bytes from the board are changed',
  dupRx: 'how many bytes to the board are doubled',
  dupTx: 'how many bytes from the board are doubled',
  tear: 'how many lines of dom0 a kernel message tears, for example 1/4',
  hang: 'the stage at which the board stops for good',
  reset: 'the stage at which the board resets',
  silent: 'the stage at which the output stops',
  times: 'in how many boots hang, reset and silent strike (default: all)',
  tftp: 'ok, missing, denied, stall, slow or retries',
  dhcp: 'ok or none',
  link: 'up or down',
  'link-at': 'the stage at which the network cable is pulled',
  nvram: 'ok or empty',
  bootstopkey: 'the key that stops autoboot, or none',
  bootcmd0: 'what autoboot runs, or none for no autoboot',
  bootdelay: 'seconds of the countdown',
  ipaddr: 'an address in NVRAM',
  serverip: 'an address in NVRAM',
  'env-NAME': 'any variable in NVRAM',
  'file-NAME': 'which of the served images the TFTP server gives under NAME, or none',
  xen: 'earlyprintk, release or 4.4: what the file `xen` is',
  cpus: 'how many CPUs the node has',
  memory: 'MiB of RAM',
  disk: 'ok or none: whether /dev/sda2 is there',
  dom0: 'ok, oops, init-died, no-init, emergency, initramfs, no-getty, late-loop, reboots or powers-off',
  user: "the login's name",
  password: "the login's password, or none",
} as const;

type FixedKey = Exclude<keyof typeof SCENARIO_KEYS, 'env-NAME' | 'file-NAME'>;

/** Settings as written, before they are understood. */
export type Settings = { readonly [key in FixedKey | `env-${string}` | `file-${string}`]?: string };

/** The NVRAM of a node that somebody has set up, as on the virtual Midway. */
const NVRAM = {
  bootcmd0: 'while true; do echo scanning for a disk; sleep 2; done',
  bootdelay: '5',
  bootstopkey: 's',
  fdt_addr: '0x1000',
  fdt_high: '0x20000000',
  initrd_high: '0x20000000',
  kernel_addr_r: '0x800000',
  ramdisk_addr_r: '0x2000000',
} as const;

/**
 * Understands `NAME` or `NAME,key=value,…`.
 *
 * @throws MidwayError MWS_USAGE when the name, a key or a value is unknown.
 */
export function parseScenario(text: string): Scenario {
  const [name = '', ...overrides] = text.split(',');
  if (!Object.hasOwn(SCENARIOS, name)) {
    throw new MidwayError('MWS_USAGE', `no fake board scenario is called "${name}"`, {
      hint: `The scenarios are: ${Object.keys(SCENARIOS).join(', ')}.`,
    });
  }
  const settings = new Map<string, string>(Object.entries(SCENARIOS[name as keyof typeof SCENARIOS].settings));
  for (const override of overrides) {
    const equals = override.indexOf('=');
    const key = equals === -1 ? override : override.slice(0, equals);
    const known = Object.hasOwn(SCENARIO_KEYS, key) || /^(env|file)-./.test(key);
    if (!known || equals === -1) {
      throw new MidwayError('MWS_USAGE', `cannot understand "${override}" in the fake board scenario "${text}"`, {
        hint: `Write NAME,key=value,… with these keys: ${Object.keys(SCENARIO_KEYS).join(', ')}.`,
      });
    }
    settings.set(key, override.slice(equals + 1));
  }
  return understand(name, new SettingsReader(settings));
}

function understand(name: string, read: SettingsReader): Scenario {
  const noise = read.probability('noise', 0) / 3;
  const faults: LineFaults = {
    loseRx: read.probability('loseRx', noise),
    loseTx: read.probability('loseTx', noise),
    corruptRx: read.probability('corruptRx', noise),
    corruptTx: read.probability('corruptTx', noise),
    dupRx: read.probability('dupRx', noise),
    dupTx: read.probability('dupTx', noise),
  };
  return {
    name,
    firmware: read.oneOf('firmware', ['new', 'calxeda', 'old'] as const),
    start: read.oneOf('start', ['off', 'countdown', 'prompt', 'login', 'shell'] as const),
    speed: read.oneOf('speed', ['fast', 'real'] as const),
    baud: read.has('baud') ? read.number('baud', 0) : undefined,
    seed: read.number('seed', 1),
    faults,
    tear: read.probability('tear', 0),
    hang: read.stage('hang'),
    reset: read.stage('reset'),
    silent: read.stage('silent'),
    times: read.number('times', Number.POSITIVE_INFINITY),
    tftp: read.oneOf('tftp', ['ok', 'missing', 'denied', 'stall', 'slow', 'retries'] as const),
    dhcp: read.oneOf('dhcp', ['ok', 'none'] as const),
    link: read.oneOf('link', ['up', 'down'] as const),
    linkAt: read.stage('link-at'),
    nvram: read.oneOf('nvram', ['ok', 'empty'] as const) === 'empty' ? undefined : nvram(read),
    cpus: read.number('cpus', 4),
    memoryMib: read.number('memory', 2048),
    disk: read.oneOf('disk', ['ok', 'none'] as const) === 'ok',
    dom0: read.oneOf('dom0', DOM0_FATES),
    user: read.text('user', 'root'),
    password: read.text('password', 'midway').replace(/^none$/, ''),
    images: images(read),
  };
}

function nvram(read: SettingsReader): Record<string, string> {
  const variables: Record<string, string> = { ...NVRAM };
  for (const key of ['bootstopkey', 'bootcmd0', 'bootdelay', 'ipaddr', 'serverip'] as const) {
    if (read.has(key)) variables[key] = read.text(key, '');
  }
  for (const [key, value] of read.startingWith('env-')) variables[key] = value;
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== 'none' && value !== ''));
}

function images(read: SettingsReader): readonly Image[] {
  const xen = { earlyprintk: 'xen-earlyprintk', release: 'xen-release', '4.4': 'xen-4.4' }[
    read.oneOf('xen', ['earlyprintk', 'release', '4.4'] as const)
  ];
  const served = new Map(SERVED_IMAGES.map((image) => [image.name, image]));
  for (const [name, source] of [['xen', xen] as const, ...read.startingWith('file-')]) {
    const image = SERVED_IMAGES.find((one) => one.name === source);
    if (image === undefined && source !== 'none') {
      throw new MidwayError('MWS_USAGE', `the fake TFTP server has no image called "${source}"`, {
        hint: `The images are: ${SERVED_IMAGES.map((one) => one.name).join(', ')}, none.`,
      });
    }
    if (image === undefined) served.delete(name);
    else served.set(name, { ...image, name });
  }
  return [...served.values()];
}

/** Reads settings by kind; what it cannot understand is a usage error. */
class SettingsReader {
  readonly #settings: ReadonlyMap<string, string>;

  constructor(settings: ReadonlyMap<string, string>) {
    this.#settings = settings;
  }

  has(key: FixedKey): boolean {
    return this.#settings.has(key);
  }

  text(key: FixedKey, otherwise: string): string {
    return this.#settings.get(key) ?? otherwise;
  }

  startingWith(prefix: string): (readonly [string, string])[] {
    return [...this.#settings]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value] as const);
  }

  /** The first choice is the default. */
  oneOf<Choice extends string>(key: FixedKey, choices: readonly [Choice, ...Choice[]]): Choice {
    const text = this.#settings.get(key) ?? choices[0];
    const choice = choices.find((one) => one === text);
    if (choice === undefined) throw this.#wrong(key, text);
    return choice;
  }

  stage(key: FixedKey): BootStage | undefined {
    const text = this.#settings.get(key);
    if (text === undefined) return undefined;
    const stage = BOOT_STAGES.find((one) => one === text);
    if (stage === undefined) throw this.#wrong(key, text, `one of ${BOOT_STAGES.join(', ')}`);
    return stage;
  }

  number(key: FixedKey, otherwise: number): number {
    const text = this.#settings.get(key);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw this.#wrong(key, text);
    return value;
  }

  probability(key: FixedKey, otherwise: number): number {
    const text = this.#settings.get(key);
    if (text === undefined) return otherwise;
    const [over = '', under = '1'] = text.split('/');
    const value = Number(over) / Number(under);
    if (over === '' || !(value >= 0 && value <= 1)) throw this.#wrong(key, text, 'a number from 0 to 1, such as 1/500');
    return value;
  }

  #wrong(key: FixedKey, text: string, expected: string = SCENARIO_KEYS[key]): MidwayError {
    return new MidwayError('MWS_USAGE', `the fake board's ${key} cannot be "${text}"`, {
      hint: `${key} is ${expected}.`,
    });
  }
}
