import type { FakeBoard } from '../board.ts';
import { DEBUG_KEYS, type XenWording } from '../text/xen.ts';

const CTRL_A = 0x01;
const SWITCH_COUNT = 3;

/** Xen's console: its own lines, dom0's output, and who gets the input. Source: xen drivers/char/console.c. */
export class XenConsole {
  readonly #board: FakeBoard;
  readonly #wording: XenWording;
  /** Whether anything that Xen says reaches the UART. */
  visible = false;
  /** Bytes for dom0's hvc0. */
  readonly dom0Input: number[] = [];
  #inputGoesTo: 'Xen' | 'DOM0' = 'Xen';
  #switches = 0;

  constructor(board: FakeBoard, wording: XenWording) {
    this.#board = board;
    this.#wording = wording;
  }

  /** One line of Xen's. */
  line(text: string, prefix = '(XEN) '): void {
    this.raw(`${prefix}${text}\r\n`);
  }

  raw(text: string): void {
    if (this.visible) this.#board.print(text);
  }

  /** What dom0 writes to hvc0: Xen adds a carriage return to each line feed. */
  dom0(text: string): void {
    this.raw(text.replaceAll('\n', '\r\n'));
  }

  /** The UART's interrupt: from now on Xen takes every byte as it comes. */
  listen(): void {
    this.#board.takeInput(
      (byte) => this.#receive(byte),
      () => this.dom0Input.length > 0,
    );
  }

  /** A console without a UART of its own, such as earlyprintk's: nobody reads what is typed. */
  ignoreInput(): void {
    this.#board.takeInput(() => {});
  }

  switchInput(): void {
    this.#inputGoesTo = this.#inputGoesTo === 'Xen' ? 'DOM0' : 'Xen';
    this.line(this.#inputGoesTo === 'DOM0' ? this.#wording.inputToDom0 : this.#wording.inputToXen);
  }

  #receive(byte: number): void {
    if (byte === CTRL_A) {
      this.#switches += 1;
      if (this.#switches < SWITCH_COUNT) return;
      this.#switches = 0;
      this.switchInput();
      return;
    }
    for (; this.#switches > 0; this.#switches -= 1) this.#deliver(CTRL_A);
    this.#deliver(byte);
  }

  #deliver(byte: number): void {
    if (this.#inputGoesTo === 'DOM0') this.dom0Input.push(byte);
    else this.#debugKey(String.fromCharCode(byte));
  }

  #debugKey(key: string): void {
    const meaning = DEBUG_KEYS[key];
    if (meaning === undefined) return;
    switch (key) {
      case 'h':
        this.line(`'h' pressed -> showing installed handlers`);
        for (const [name, text] of Object.entries(DEBUG_KEYS).sort(([a], [b]) => a.charCodeAt(0) - b.charCodeAt(0))) {
          this.line(` key '${name}' (ascii '${name.charCodeAt(0).toString(16)}') => ${text}`);
        }
        break;
      case 'R':
        this.line("'R' pressed -> rebooting machine");
        this.#board.reset();
        break;
      default:
        this.line(`'${key}' pressed -> ${LISTINGS[key]?.[0] ?? meaning}`);
        for (const line of LISTINGS[key]?.[1] ?? []) this.line(line);
    }
  }
}

/** What the more useful keys print: first what Xen announces, then the lines. */
const LISTINGS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  q: [
    'dumping domain info (now = 21474836480)',
    [
      'General information for domain 0:',
      '    refcnt=3 dying=0 pause_count=0',
      '    nr_pages=131072 xenheap_pages=2 dirty_cpus={0} max_pages=131072',
      '    handle=00000000-0000-0000-0000-000000000000 vm_assist=00000020',
      'p2m mappings for domain 0 (vmid 1):',
      '  1G mappings: 0 (shattered 1)',
      '  2M mappings: 256 (shattered 0)',
      '  4K mappings: 160',
      'Rangesets belonging to domain 0:',
      '    Interrupts { 32-191 }',
      '    I/O Memory { ffe08-ffe17, ffe0e, fff20, fff30-fff35, fff3c-fff3d, fff50-fff51 }',
      'VCPU information and callbacks for domain 0:',
      '  UNIT0 affinities: hard={0} soft={0-3}',
      '    VCPU0: CPU0 [has=F] poll=0 upcall_pend=00 upcall_mask=00 ',
      '    pause_count=0 pause_flags=1',
      'GICH_LRs (vcpu 0) mask=0',
    ],
  ],
  '0': [
    "dumping Dom0's registers",
    [
      '*** Dumping Dom0 vcpu#0 state: ***',
      'PC:     c04098cc',
      'CPSR:   60000013 MODE:32-bit Guest SVC',
      '     R0: 00000005 R1: 00000000 R2: 01326561 R3: c041fcc0',
      'SVC: SP: c1601f60 LR: c04098c8 SPSR:60000093',
    ],
  ],
  d: [
    'dumping registers',
    [
      '',
      '*** Dumping CPU0 host state: ***',
      '----[ Xen-4.17.5  arm32  debug=y  Not tainted ]----',
      'CPU:    0',
      'PC:     00231f8c keyhandler.c#dump_registers+0x64/0x1a8',
      'CPSR:   200001da MODE:Hypervisor',
      'HYP: SP: 7bfe7ea4 LR: 00231f8c',
      '',
    ],
  ],
  r: [
    'dumping run queues',
    [
      'sched_smt_power_savings: disabled',
      'NOW=21474836480',
      'Online Cpus: 0-3',
      'Cpupool 0:',
      'Cpus: 0-3',
      'Scheduling granularity: cpu, 1 CPU per sched-resource',
      'Scheduler: SMP Credit Scheduler rev2 (credit2)',
      'Active queues: 1',
    ],
  ],
};
