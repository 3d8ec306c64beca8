import type { Milestone } from '../knowledge/milestone.ts';
import type { Signature } from '../knowledge/signature.ts';
import { RowSet } from './rows.ts';

/** The failure and success knowledge, compiled once for every console that is watched with it. */
export class Tables {
  readonly signatures: RowSet<Signature>;
  /** The signatures that may stand on the unfinished line: `(initramfs) ` waits for input and never ends its line. */
  readonly tailSignatures: RowSet<Signature>;
  readonly milestones: RowSet<Milestone>;
  readonly tailMilestones: RowSet<Milestone>;

  constructor(signatures: readonly Signature[], milestones: readonly Milestone[]) {
    this.signatures = new RowSet(signatures);
    this.tailSignatures = new RowSet(signatures.filter(({ tail }) => tail === true));
    this.milestones = new RowSet(milestones.filter(({ where }) => where === 'line'));
    this.tailMilestones = new RowSet(milestones.filter(({ where }) => where === 'tail'));
  }
}
