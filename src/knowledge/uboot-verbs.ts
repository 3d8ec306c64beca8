import type { TypingStage } from '../../machines/boot/types.ts';

/** What a U-Boot command does to a boot, when it is met in somebody's log. */
export interface UbootVerb {
  readonly verb: string;
  /** The stage whose work it is. */
  readonly stage: Exclude<TypingStage, 'prompt'>;
  /** Words in its output that prove that it worked, whatever else it said. */
  readonly proof?: string;
}

/** The commands that boots on a Midway are made of, by stage. Sources: u-boot cmd/, the Xen wiki's Midway page, LAVA's highbank profile. */
export const UBOOT_VERBS: readonly UbootVerb[] = [
  { verb: 'dhcp', stage: 'network', proof: 'DHCP client bound to address' },
  { verb: 'bootp', stage: 'network' },
  { verb: 'ping', stage: 'network', proof: 'is alive' },
  { verb: 'tftp', stage: 'load', proof: 'Bytes transferred = ' },
  { verb: 'tftpboot', stage: 'load', proof: 'Bytes transferred = ' },
  { verb: 'nfs', stage: 'load', proof: 'Bytes transferred = ' },
  ...['load', 'ext2load', 'ext4load', 'fatload', 'scsi', 'mw.l', 'loady', 'loadb'].map(
    (verb) => ({ verb, stage: 'load' }) as const,
  ),
  { verb: 'fdt', stage: 'device-tree' },
  ...['bootz', 'bootm', 'go'].map((verb) => ({ verb, stage: 'handoff' }) as const),
];

/** Verbs whose load brings a file over TFTP, and says how many bytes. */
export const TFTP_VERBS: ReadonlySet<string> = new Set(['tftp', 'tftpboot']);

/** Refusals that are none: the command's beginning, and the words in its output that excuse it. */
export const EXCUSES: readonly (readonly [command: string, words: string])[] = [
  ['printenv', 'not defined'],
  ['fdt mknod ', 'FDT_ERR_EXISTS'],
  ['fdt rm ', 'FDT_ERR_NOTFOUND'],
  ['fdt print ', 'FDT_ERR_NOTFOUND'],
  ['fdt list ', 'FDT_ERR_NOTFOUND'],
];

/** What a person types to start over. */
export const RESET_VERB = 'reset';
