import { readdirSync, readFileSync, statSync } from 'node:fs';

/** A process that holds a device. */
export interface Holder {
  readonly pid: number;
  /** Its name as `ps` shows it; null when it is hidden from us. */
  readonly program: string | null;
  /** When it started; null when it is hidden from us. */
  readonly startedAt: Date | null;
}

/** What Linux reports times in, in /proc/PID/stat (proc_pid_stat(5)): 100 on every architecture this program runs on. */
const TICKS_PER_SECOND = 100;

/** What /proc tells of a process; null when there is none with this number. */
export function describeProcess(pid: number): Holder | null {
  if (!isAlive(pid)) return null;
  return { pid, program: programOf(pid), startedAt: startOf(pid) };
}

/** Whether the process exists, also when it belongs to somebody else. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** The process that has flock(2)ed the device, from /proc/locks; undefined when nobody has, null when it cannot be seen. */
export function flockOwner(device: string): Holder | null | undefined {
  const locks = attempt(() => readFileSync('/proc/locks', 'utf8')) ?? '';
  const { dev, ino } = statSync(device);
  for (const line of locks.split('\n')) {
    const match = /^\d+: FLOCK +\S+ +\S+ +(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) /.exec(line);
    if (match === null || Number(match[4]) !== ino) continue;
    if (Number.parseInt(match[2]!, 16) !== majorOf(dev) || Number.parseInt(match[3]!, 16) !== minorOf(dev)) continue;
    const pid = Number(match[1]);
    return pid > 0 ? describeProcess(pid) : null;
  }
  return undefined;
}

/** The processes, this one excepted, that have the device open, as far as /proc lets us look. */
export function findOpeners(device: string): Holder[] {
  const { rdev } = statSync(device);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => hasOpen(pid, rdev) === true)
    .flatMap((pid) => describeProcess(pid) ?? []);
}

/** Whether the process has the device with this number open; null when its descriptors are hidden from us. */
export function hasOpen(pid: number, rdev: number): boolean | null {
  const names = attempt(() => readdirSync(`/proc/${pid}/fd`));
  if (names === null) return null;
  return names.some((name) => {
    const target = attempt(() => statSync(`/proc/${pid}/fd/${name}`));
    return target?.isCharacterDevice() === true && target.rdev === rdev;
  });
}

/** As in `picocom (pid 812), running since 2026-11-22T23:28:01Z`. */
export function describeHolder(holder: Holder): string {
  const who = holder.pid === process.pid ? 'this very process' : (holder.program ?? 'a process');
  const since = holder.startedAt === null ? '' : `, running since ${holder.startedAt.toISOString().slice(0, 19)}Z`;
  return `${who} (pid ${holder.pid})${since}`;
}

function programOf(pid: number): string | null {
  const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split('\0') ?? [];
  const comm = attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8'))?.trim();
  const script = command.slice(1).find((word) => word !== '' && !word.startsWith('-'));
  const interpreted = /^(?:node|nodejs|MainThread|python[\d.]*|perl|ruby|(?:ba|da|z)?sh)$/.test(comm ?? '');
  const name = interpreted && script !== undefined ? `${comm} ${script}` : comm;
  return name === undefined || name === '' ? null : printable(name);
}

function startOf(pid: number): Date | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const bootedAt = /^btime (\d+)$/m.exec(attempt(() => readFileSync('/proc/stat', 'utf8')) ?? '')?.[1];
  // The second field is the name in parentheses and may hold spaces and parentheses itself; starttime is field 22.
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  if (ticks === undefined || bootedAt === undefined) return null;
  return new Date((Number(bootedAt) + Number(ticks) / TICKS_PER_SECOND) * 1000);
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, '?').slice(0, 80);
}

/** glibc's gnu_dev_major(3). */
function majorOf(dev: number): number {
  const number = BigInt(dev);
  return Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n));
}

/** glibc's gnu_dev_minor(3). */
function minorOf(dev: number): number {
  const number = BigInt(dev);
  return Number((number & 0xffn) | ((number >> 12n) & 0xffffff00n));
}

function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}

/** The errno's name, as in `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
