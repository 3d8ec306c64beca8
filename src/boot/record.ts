import type { BootStage } from '../../machines/boot/stages.ts';
import type { Position } from '../api/verdict.ts';
import type { ImageRole } from '../uboot/plan.ts';

/** One event of a run, as it stands in `events.ndjson` (without `v` and `ms`). */
export type RunEvent =
  | { readonly type: 'stage'; readonly stage: BootStage }
  | { readonly type: 'milestone'; readonly event: string; readonly line: string; readonly at: Position }
  /** Where the board was when the boot began, and whether its power can be cycled. */
  | { readonly type: 'found'; readonly what: 'prompt' | 'shell' | 'nothing'; readonly power: boolean }
  | { readonly type: 'typing'; readonly text: string }
  | { readonly type: 'problem'; readonly doing: string; readonly message: string }
  | {
      readonly type: 'command';
      readonly text: string;
      readonly status: number | null;
      readonly resends: number;
      readonly output: readonly string[];
    }
  | {
      readonly type: 'finding';
      readonly id: string;
      readonly severity: string;
      readonly line: string;
      readonly at: Position;
    }
  | { readonly type: 'power'; readonly action: 'on' | 'off' | 'asked'; readonly by: string }
  | {
      readonly type: 'verdict';
      readonly outcome: string;
      readonly class: string | null;
      readonly cause: string | null;
    };

/** The part of the journal that a boot writes to: bytes are on disk when `received` returns. */
export interface Recorder {
  /** Milliseconds since the run began. */
  readonly ms: number;
  received(chunk: Uint8Array): Position;
  /** A secret is recorded as its length only. */
  sent(bytes: Uint8Array, options?: { readonly secret?: boolean }): void;
  event(event: RunEvent): void;
  /** Resolves when everything so far is on the disk, or the record is broken and has said so. */
  sync(): Promise<void>;
}

/** A command as the result shows it; `status` is null while it runs, and for bootz, which does not come back. */
export interface CommandRecord {
  readonly text: string;
  status: number | null;
  readonly startMs: number;
  endMs: number | null;
  resends: number;
  output: readonly string[];
}

/** A stage's times in monotonic milliseconds; `endMs` is null while it is not finished. */
export interface StageRecord {
  readonly name: BootStage;
  readonly startMs: number;
  endMs: number | null;
}

/** An image as U-Boot loaded it. */
export interface ImageRecord {
  readonly role: ImageRole;
  readonly path: string;
  bytes: number | null;
  readonly sha256: string | null;
}
