import type { BootStage } from '../../machines/boot/stages.ts';
import type { CauseClass, CauseId } from '../api/verdict.ts';

/** What it means, and who must act, when a stage ends without evidence of a reason. */
export interface Shortfall {
  readonly id: CauseId;
  readonly class: CauseClass;
  /** Where the class does not imply it. */
  readonly outcome?: 'failed' | 'error';
  /** What did not happen; the sentence goes on with how long it was waited for. */
  readonly summary: string;
  readonly hint: string;
}

/** What each stage owes, and what its failure to deliver is called: by silence, by its limit, by a reset. */
export interface StageDuty {
  readonly silent: Shortfall;
  readonly limit: Shortfall;
  readonly reset: Shortfall;
}

const POWER_OR_PERSON: Shortfall = {
  id: 'lab.reset',
  class: 'lab',
  summary: 'the board was reset while U-Boot was being used',
  hint: 'Somebody or something else resets this board: another user, a watchdog, an unstable supply. U-Boot itself gave no reason.',
};

const UBOOT: StageDuty = {
  silent: {
    id: 'uboot.silent',
    class: 'firmware',
    summary: 'U-Boot stopped answering',
    hint: 'U-Boot hangs: power-cycle the board and try again; if it stays so, look at what the last command made it touch.',
  },
  limit: {
    id: 'uboot.limit',
    class: 'firmware',
    summary: 'U-Boot did not finish what it was told',
    hint: 'See the last command in the record; --limit STAGE=SECONDS gives it more time.',
  },
  reset: POWER_OR_PERSON,
};

const NETWORK: StageDuty = {
  ...UBOOT,
  limit: {
    id: 'tftp.limit',
    class: 'lab',
    summary: 'the network was too slow for U-Boot',
    hint: 'Look at the TFTP server, its load and the cable; --limit load=SECONDS gives large images more time.',
  },
};

const XEN_EARLY: StageDuty = {
  silent: {
    id: 'xen.silent',
    class: 'hypervisor',
    summary: 'Xen said nothing after U-Boot had started it',
    hint: 'A release build is silent until its console works. Boot a build with earlyprintk for this UART (PL011 at 0xfff36000) to see how far it comes, and check console=dtuart dtuart=/soc/serial@fff36000.',
  },
  limit: {
    id: 'xen.limit',
    class: 'hypervisor',
    summary: 'Xen did not come as far as its version line',
    hint: 'The last lines on the console tell where it stopped; --limit xen-early=SECONDS gives it more time.',
  },
  reset: {
    id: 'xen.reset',
    class: 'hypervisor',
    summary: 'the board was reset while Xen started',
    hint: 'Xen died without a word, or the image is not what it seems: boot a build with earlyprintk, and compare the image with the one that was built.',
  },
};

/** The duties of every stage. The classes are the contract's: the first stage whose duty was not met decides who must act. */
export const DUTIES: Readonly<Record<BootStage, StageDuty>> = {
  power: {
    silent: {
      id: 'lab.silent',
      class: 'lab',
      summary: 'nothing was heard from the board',
      hint: 'Check the power, the console cable and the baud rate.',
    },
    limit: {
      id: 'lab.limit',
      class: 'lab',
      summary: 'nobody brought the board to its firmware',
      hint: 'Give midway-serial a way to reset the board (--power-cycle COMMAND), or reset it by hand when asked.',
    },
    reset: POWER_OR_PERSON,
  },
  firmware: {
    silent: {
      id: 'firmware.silent',
      class: 'firmware',
      summary: 'U-Boot never showed itself',
      hint: 'The node has power but its management core did not start U-Boot: look at it over IPMI, and check the baud rate if the console shows garbage.',
    },
    limit: {
      id: 'firmware.limit',
      class: 'firmware',
      summary: 'the console spoke, but U-Boot never showed itself',
      hint: 'If the console shows garbage, check --baud; if it shows another system, the node was not reset or boots something else.',
    },
    reset: POWER_OR_PERSON,
  },
  autoboot: {
    ...UBOOT,
    limit: {
      id: 'uboot.limit',
      class: 'firmware',
      summary: 'U-Boot could not be brought to its prompt',
      hint: 'Its environment may take no key (bootstopkey), or its prompt is not a known one: give it with --prompt.',
    },
  },
  prompt: UBOOT,
  network: NETWORK,
  load: NETWORK,
  'device-tree': UBOOT,
  handoff: UBOOT,
  'xen-early': XEN_EARLY,
  xen: {
    silent: {
      id: 'xen.silent',
      class: 'hypervisor',
      summary: 'the console went silent before dom0’s first line',
      hint: 'If Xen had handed the console over, dom0 writes elsewhere (its arguments need console=hvc0) or died at once (dom0_mem too small); if not, Xen hangs where its last line says.',
    },
    limit: {
      id: 'xen.limit',
      class: 'hypervisor',
      summary: 'dom0 did not start',
      hint: 'The last lines on the console tell what Xen is busy with; --limit xen=SECONDS gives it more time.',
    },
    reset: {
      id: 'xen.reset',
      class: 'hypervisor',
      summary: 'the board was reset while Xen ran, before dom0’s first line',
      hint: 'Look at Xen’s last lines; `noreboot` among the Xen arguments keeps a dying Xen from resetting the board.',
    },
  },
  'dom0-kernel': {
    silent: {
      id: 'dom0.silent',
      class: 'dom0-kernel',
      summary: 'dom0’s kernel went silent before it reached userspace',
      hint: 'Its last line names the driver or the wait it hangs in; `initcall_debug ignore_loglevel` among the dom0 arguments shows more.',
    },
    limit: {
      id: 'dom0.limit',
      class: 'dom0-kernel',
      summary: 'dom0’s kernel did not reach userspace',
      hint: 'The last lines tell what it is busy with; --limit dom0-kernel=SECONDS gives it more time.',
    },
    reset: {
      id: 'dom0.reset',
      class: 'dom0-kernel',
      summary: 'the board was reset while dom0’s kernel ran',
      hint: 'A watchdog, a panic= argument or a fault that left no word: look at the last lines.',
    },
  },
  'dom0-userspace': {
    silent: {
      id: 'userspace.silent',
      class: 'dom0-userspace',
      summary: 'dom0’s userspace started, but no login prompt came',
      hint: 'It needs a getty on hvc0 (systemd starts one by itself for console=hvc0; inittab needs a line); or a service hangs: see the last lines.',
    },
    limit: {
      id: 'userspace.limit',
      class: 'dom0-userspace',
      summary: 'dom0’s userspace talks, but no login prompt came',
      hint: 'The last lines tell which service it waits for; --limit dom0-userspace=SECONDS gives it more time.',
    },
    reset: {
      id: 'userspace.reset',
      class: 'dom0-userspace',
      summary: 'the board was reset while dom0’s userspace started',
      hint: 'Something in userspace rebooted the node, or a watchdog did: look at the last lines.',
    },
  },
  checks: {
    silent: {
      id: 'check.silent',
      class: 'check',
      summary: 'dom0 stopped answering during the checks',
      hint: 'See the last command in the record.',
    },
    limit: {
      id: 'check.limit',
      class: 'check',
      summary: 'the checks did not finish',
      hint: 'See the last command in the record; --limit checks=SECONDS gives them more time.',
    },
    reset: {
      id: 'check.reset',
      class: 'check',
      summary: 'the board was reset during the checks',
      hint: 'See the last command in the record.',
    },
  },
};

/** Nothing at all was ever heard: whatever stage waited for it, this is the lab's. */
export const NEVER_HEARD: Shortfall = {
  id: 'lab.silent',
  class: 'lab',
  summary: 'nothing was heard from the board',
  hint: 'Check that it has power, that the console cable is the right one and the baud rate right; another program may have eaten the output.',
};

/** Linux booted to the goal, but not one line came from Xen: it was not there, so nothing was proved about it. */
export const NO_XEN: Shortfall = {
  id: 'xen.absent',
  class: 'hypervisor',
  summary: 'Linux booted, but nothing on the console shows that Xen runs below it',
  hint: 'The file that was started in Xen’s place may be a Linux kernel: look at what the TFTP server has under the name that --xen gives.',
};
