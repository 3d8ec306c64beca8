/** A text that announces a countdown, and the key that stops it. */
export interface AutobootText {
  /** How the text begins, at the start of a line. */
  readonly text: string;
  readonly key: string;
}

/** The facts of a kind of board that the dialogue with its U-Boot needs; a lab file may replace any of them. */
export interface BoardProfile {
  readonly name: string;
  readonly baud: number;
  /** Prompts as they stand at the start of a line; a trailing blank is part of them. */
  readonly prompts: readonly string[];
  readonly autoboot: readonly AutobootText[];
  /** What interrupts a boot command that already runs, and proves a prompt. */
  readonly interruptKey: string;
  readonly addresses: {
    /** Where Xen is loaded. */
    readonly kernel: number;
    readonly dom0: number;
    readonly ramdisk: number;
    /** Where the firmware has put the device tree. */
    readonly fdt: number;
  };
  /** The path of the console UART in the device tree, for Xen's `dtuart=`. */
  readonly dtuart: string;
  /** How many characters the UART holds while U-Boot does not read it. */
  readonly uartFifo: number;
  readonly lineLength: {
    /** The longest line for a U-Boot of unknown build (CBSIZE 256 up to 2013.07). */
    readonly cautious: number;
    /** The longest line for a U-Boot whose buffer is known to hold 1024. */
    readonly known: number;
  };
}

/** Calxeda Midway (ECX-2000), as its firmware and the labs that ran it have it. */
export const MIDWAY: BoardProfile = {
  name: 'midway',
  // u-boot: configs/highbank_defconfig since 2013.10 (38400 before, for Calxeda's oldest builds)
  baud: 115_200,
  // `=> ` since 2014.07; `Highbank #` (no blank) before, and on every node of LAVA and cxmanage
  prompts: ['=> ', 'Highbank #'],
  autoboot: [
    { text: 'Press <s> to stop', key: 's' },
    { text: 'Autobooting in', key: 's' },
    { text: 'Hit any key to stop autoboot', key: ' ' },
  ],
  interruptKey: '\x03',
  // LAVA's highbank profile and osstest's marilith nodes; dom0 as in the Xen wiki's sequence
  addresses: { kernel: 0x80_0000, dom0: 0x100_0000, ramdisk: 0x200_0000, fdt: 0x1000 },
  dtuart: '/soc/serial@fff36000',
  // PL011 r1p4; r1p5 has 32
  uartFifo: 16,
  lineLength: { cautious: 200, known: 900 },
};

/** RE2 pattern of a prompt that waits: one of `prompts`, alone on the unfinished line. */
export function promptPattern(prompts: readonly string[]): string {
  return `^(?:${prompts.map(quoteRe2).join('|')})$`;
}

/** RE2 pattern of the beginning of a line that announces a countdown. */
export function autobootPattern(texts: readonly AutobootText[]): string {
  return `^(?:${texts.map(({ text }) => quoteRe2(text)).join('|')})`;
}

/** Makes a literal text of every character that RE2 would read as an operator. */
function quoteRe2(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
