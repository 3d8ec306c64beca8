import type { FakeBoard } from '../board.ts';

/** U-Boot's environment: what NVRAM held at start, and what was set since. */
export class Environment {
  readonly #variables: Map<string, string>;
  readonly #board: FakeBoard;

  constructor(board: FakeBoard, runtime: Readonly<Record<string, string>>) {
    this.#board = board;
    const stored = board.nvram ?? new Map(Object.entries(DEFAULT_ENVIRONMENT));
    this.#variables = new Map([...stored, ...Object.entries(runtime)]);
  }

  get(name: string): string | undefined {
    return this.#variables.get(name);
  }

  /** An empty value deletes the variable. */
  set(name: string, value: string): void {
    if (value === '') this.#variables.delete(name);
    else this.#variables.set(name, value);
  }

  /** Sets a variable as `setenv` does: an explicitly empty value stays. */
  assign(name: string, value: string): void {
    this.#variables.set(name, value);
  }

  delete(name: string): void {
    this.#variables.delete(name);
  }

  /** `name=value` of every variable, sorted by name as U-Boot exports them. */
  lines(): string[] {
    return [...this.#variables].map(([name, value]) => `${name}=${value}`).sort((a, b) => (a < b ? -1 : 1));
  }

  /** Writes everything to NVRAM. */
  save(): void {
    this.#board.nvram = new Map(this.#variables);
  }
}

/** What U-Boot uses when NVRAM has a bad CRC (include/configs/highbank.h and the build's own defaults). */
const DEFAULT_ENVIRONMENT = {
  arch: 'arm',
  baudrate: '115200',
  board: 'highbank',
  board_name: 'highbank',
  bootdelay: '2',
  cpu: 'armv7',
  fdt_high: '0x20000000',
  initrd_high: '0x20000000',
  loadaddr: '0x800000',
  soc: 'highbank',
} as const;
