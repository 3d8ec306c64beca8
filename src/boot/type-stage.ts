import type { TypingStage } from '../../machines/boot/types.ts';
import { cleanPieces, readable } from '../console/clean.ts';
import { MidwayError } from '../errors.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import { setCommands } from '../uboot/device-tree.ts';
import type { CommandReply } from '../uboot/dialogue.ts';
import { CommandRefused, ImageTruncated, NothingLoaded } from '../uboot/errors.ts';
import { type Difference, differences, isShownAs, readPrintedTree, strangers } from '../uboot/fdt-print.ts';
import { memoryMap, overlaps } from '../uboot/memory-map.ts';
import {
  ADDRESS_VARIABLES,
  atBoardAddresses,
  type BootPlan,
  type CommandKind,
  handoffCommands,
  type ImageRole,
  loadCommands,
  networkCommands,
  type PlannedCommand,
  type PlannedImage,
  promptCommands,
  treeCommands,
  type UbootEnvironment,
  wantedNodes,
  ZIMAGE_HEADER_OFFSET,
} from '../uboot/plan.ts';
import { dumpedWords, readVariables, transferred, zImageBytes } from '../uboot/replies.ts';
import type { CommandRecord, ImageRecord } from './record.ts';
import type { Session } from './session.ts';

/** How long a command may say nothing before it is asked whether it lives, in milliseconds: `T ` comes every 5 s during a stall. */
const QUIET_MS: Readonly<Record<CommandKind, number>> = {
  plain: 5_000,
  environment: 3_000,
  dhcp: 30_000,
  load: 30_000,
  header: 3_000,
  'read-back': 3_000,
  bootz: 30_000,
};

/** How often a reply that cannot be (two sizes that differ, a property that was set and does not show) is asked for again. */
const REREADS = 10;

/** A refusal that nothing explains, or a load without a size, is asked for once more: noise may have eaten the words. */
const CONFIRMATIONS = 2;

/** Types a plan into U-Boot, stage by stage, and remembers what it learns on the way: addresses, sizes. */
export class Typist {
  readonly #session: Session;
  readonly #chosen: ReadonlySet<ImageRole | 'fdt'>;
  readonly #knownSizes: ReadonlyMap<ImageRole, number>;
  readonly #sizes = new Map<ImageRole, number>();
  readonly #environment = new Map<string, string>();
  readonly #images: ImageRecord[];
  readonly #profile: BoardProfile;
  #plan: BootPlan;

  /** `chosen`: the addresses that a person gave, which the board's environment does not change. `knownSizes`: as the server's files have them. `images`: what the record says of them. */
  constructor(
    session: Session,
    plan: BootPlan,
    chosen: ReadonlySet<ImageRole | 'fdt'>,
    knownSizes: ReadonlyMap<ImageRole, number>,
    images: ImageRecord[],
    profile: BoardProfile,
  ) {
    this.#profile = profile;
    this.#session = session;
    this.#plan = plan;
    this.#chosen = chosen;
    this.#knownSizes = knownSizes;
    this.#images = images;
  }

  /**
   * Types one stage's commands. `handoff` never comes back when it works: the signal ends it.
   *
   * @throws CommandRefused, ConsoleNoise, NoAnswer, NoExitStatus, NothingLoaded, ImageTruncated, MidwayError MWS_IMAGE when a load differs from its file or overlaps another.
   */
  async type(stage: TypingStage, signal: AbortSignal): Promise<void> {
    if (stage === 'prompt') await this.#provePrompt(signal);
    for (const command of this.#commands(stage)) await this.#perform(command, signal);
    if (stage === 'prompt') this.#learn();
    if (stage === 'load') this.#checkMemory();
  }

  /** What the board told about itself changes the plan: its own addresses, and how long a line it takes. */
  #learn(): void {
    const { lineLength } = this.#profile;
    const lineLimit = isHushOf2013(ubootVersion(this.#session)) ? lineLength.known : lineLength.cautious;
    this.#plan = { ...atBoardAddresses(this.#plan, this.#chosen, this.#environment), lineLimit };
  }

  async #provePrompt(signal: AbortSignal): Promise<void> {
    await this.#session.dialogue.reachPrompt(signal);
    await this.#session.dialogue.run('', { quietMs: QUIET_MS.plain, signal });
  }

  #commands(stage: TypingStage): PlannedCommand[] {
    switch (stage) {
      case 'prompt':
        return promptCommands();
      case 'network':
        return networkCommands(this.#plan, this.#environment);
      case 'load':
        return loadCommands(this.#plan);
      case 'device-tree':
        return treeCommands(this.#plan, this.#sizes);
      case 'handoff':
        return handoffCommands(this.#plan);
      default:
        return stage satisfies never;
    }
  }

  async #perform(command: PlannedCommand, signal: AbortSignal): Promise<void> {
    const reply = await this.#run(command, signal);
    switch (command.kind) {
      case 'environment':
        await this.#readEnvironment(command, reply, signal);
        return;
      case 'load':
        if (command.image !== undefined) await this.#takeSize(command, command.image, reply, signal);
        return;
      case 'header':
        if (command.image !== undefined) await this.#checkLength(command, command.image, reply, signal);
        return;
      case 'read-back':
        await this.#compareTree(command, reply, signal);
        return;
      case 'bootz':
        throw new CommandRefused(command.text, reply.status, reply.output, 'did not start the image');
      case 'plain':
      case 'dhcp':
        return;
      default:
        command.kind satisfies never;
    }
  }

  async #run({ text, kind, excuse }: PlannedCommand, signal: AbortSignal): Promise<CommandReply> {
    for (let refusals = 1; ; refusals += 1) {
      const reply = await this.#runOnce(text, kind, signal);
      if (reply.status === 0) return reply;
      if (excuse !== undefined && reply.output.some((line) => line.includes(excuse))) return reply;
      const explained = this.#session.findings
        .slice(this.#session.findingsBeforeCommand)
        .some(({ row }) => row.suspect === true || row.severity === 'fatal');
      if (explained || refusals === CONFIRMATIONS)
        throw new CommandRefused(text, reply.status, reply.output, 'refused');
    }
  }

  async #runOnce(text: string, kind: CommandKind, signal: AbortSignal): Promise<CommandReply> {
    const session = this.#session;
    const record: CommandRecord = { text, status: null, startMs: session.ms, endMs: null, resends: 0, output: [] };
    session.beginCommand(record);
    session.event({ type: 'typing', text });
    const heard = await session.dialogue.run(text, { quietMs: QUIET_MS[kind], signal });
    const reply = { ...heard, output: heard.output.flatMap(cleanPieces).map(readable) };
    Object.assign(record, reply, { endMs: session.ms });
    session.event({ type: 'command', text, ...reply });
    return reply;
  }

  /** An address other than the profile's is believed when it was read the same way twice: noise must not move an image. */
  async #readEnvironment(command: PlannedCommand, first: CommandReply, signal: AbortSignal): Promise<void> {
    let environment = readVariables(first.output);
    for (let reads = 1; reads < REREADS && this.#movesImages(environment); reads += 1) {
      const again = readVariables((await this.#run(command, signal)).output);
      const confirmed = sameAddresses(environment, again);
      environment = again;
      if (confirmed) break;
    }
    for (const [name, value] of environment) this.#environment.set(name, value);
  }

  #movesImages(environment: UbootEnvironment): boolean {
    const moved = atBoardAddresses(this.#plan, this.#chosen, environment);
    return JSON.stringify(moved) !== JSON.stringify(this.#plan);
  }

  async #takeSize(
    command: PlannedCommand,
    image: PlannedImage,
    first: CommandReply,
    signal: AbortSignal,
  ): Promise<void> {
    let reply = first;
    let silent = 0;
    for (let reads = 1; ; reads += 1) {
      const bytes = transferred(reply.output);
      if (bytes !== null) {
        this.#keepSize(command, image, bytes, reply);
        return;
      }
      silent += reply.output.some((line) => /Bytes|transferred|hex\)/.test(line)) ? 0 : 1;
      if (silent === CONFIRMATIONS || reads === REREADS) {
        throw new NothingLoaded(command.text, reply.output);
      }
      reply = await this.#run(command, signal);
    }
  }

  #keepSize({ text }: PlannedCommand, { role, path }: PlannedImage, bytes: number, reply: CommandReply): void {
    const known = this.#knownSizes.get(role);
    if (known !== undefined && known !== bytes) {
      throw new MidwayError(
        'MWS_IMAGE',
        `the file of ${role} (${path}) has ${known} bytes, but U-Boot loaded ${bytes} with "${text}" (${reply.output.at(-1) ?? 'no output'})`,
      );
    }
    this.#sizes.set(role, bytes);
    const record = this.#images.find((image) => image.role === role);
    if (record !== undefined) record.bytes = bytes;
  }

  /** A kernel whose header promises more than was loaded is truncated; noise is believed as little as it is for a size. */
  async #checkLength(
    command: PlannedCommand,
    image: PlannedImage,
    first: CommandReply,
    signal: AbortSignal,
  ): Promise<void> {
    let reply = first;
    let before: number | null = null;
    for (let reads = 0; reads < REREADS && reply.status === 0; reads += 1) {
      const words = dumpedWords(image.address + ZIMAGE_HEADER_OFFSET, reply.output);
      const promised = words === null ? null : zImageBytes(words);
      const loaded = this.#sizes.get(image.role) ?? 0;
      if (words !== null && (promised === null || promised <= loaded)) return;
      if (promised !== null && promised === before) throw new ImageTruncated(image, loaded, promised);
      before = promised;
      reply = await this.#run(command, signal);
    }
  }

  /** Each property counts as read once any reply has shown it right; what stays wrong is set again, and what still does is an error. */
  async #compareTree(command: PlannedCommand, first: CommandReply, signal: AbortSignal): Promise<void> {
    const wanted = wantedNodes(this.#plan, this.#sizes);
    const printed = readPrintedTree('/chosen', first.output);
    for (const path of strangers(wanted, printed))
      await this.#run({ ...command, kind: 'plain', text: `fdt rm ${path}`, excuse: 'FDT_ERR_NOTFOUND' }, signal);
    for (const difference of differences(wanted, printed)) await this.#settleDifference(command, difference, signal);
  }

  async #settleDifference(
    command: PlannedCommand,
    { path, name, wanted }: Difference,
    signal: AbortSignal,
  ): Promise<void> {
    const text = `fdt print ${path} ${name}`;
    let reply: CommandReply | null = null;
    let before = '';
    for (let reads = 0; reads < REREADS; reads += 1) {
      reply = await this.#run({ ...command, text, excuse: 'FDT_ERR_NOTFOUND' }, signal);
      const shown = reply.output
        .join(' ')
        .replace(new RegExp(`^${name} = `), '')
        .trim();
      if (isShownAs(wanted, shown)) return;
      if (shown === before) {
        for (const again of setCommands(path, name, wanted, this.#plan.lineLimit))
          await this.#run({ ...command, kind: 'plain', text: again }, signal);
      }
      before = shown;
    }
    throw new CommandRefused(
      text,
      reply?.status ?? null,
      reply?.output ?? [],
      `does not keep what was set (${name} of ${path})`,
    );
  }

  #checkMemory(): void {
    const clashes = overlaps(memoryMap(this.#plan, this.#sizes));
    if (clashes.length > 0) {
      throw new MidwayError('MWS_IMAGE', `the loaded images do not fit where they were put: ${clashes.join('; ')}`, {
        hint: 'Move one of them with --xen-addr, --dom0-addr or --initrd-addr.',
      });
    }
  }
}

function sameAddresses(one: UbootEnvironment, other: UbootEnvironment): boolean {
  return Object.values(ADDRESS_VARIABLES).every((name) => one.get(name) === other.get(name));
}

function ubootVersion(session: Session): string {
  return session.sightings.findLast(({ event }) => event === 'saw.ubootBanner')?.captures['version'] ?? '';
}

/** Whether this U-Boot came with hush and its line of 1024 characters (u-boot 185a5bb0f5b, first released in 2013.10). */
function isHushOf2013(version: string): boolean {
  const [, year = '0', month = '0'] = /^v?(\d{4})\.(\d{2})/.exec(version) ?? [];
  return Number(year) * 100 + Number(month) >= 201310;
}
