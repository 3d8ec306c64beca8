import { statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { MidwayError } from '../errors.ts';
import type { BootPlan, ImageRole } from '../uboot/plan.ts';

/**
 * The sizes in bytes of the plan's images, as the TFTP server's directory has them.
 *
 * @throws MidwayError MWS_USAGE when a file is not there, is empty or is no file: the boot could only fail.
 */
export function servedSizes(plan: BootPlan, directory: string): Map<ImageRole, number> {
  return new Map(plan.images.map(({ role, path }) => [role, sizeOf(join(directory, normalize(`/${path}`)), role)]));
}

function sizeOf(file: string, role: ImageRole): number {
  const hint = 'Give the name as the TFTP server knows it, relative to --tftp-dir.';
  try {
    const stats = statSync(file);
    if (!stats.isFile())
      throw new MidwayError('MWS_USAGE', `${file} cannot be served as ${role}: it is not a file`, { hint });
    if (stats.size === 0)
      throw new MidwayError('MWS_USAGE', `${file} cannot be served as ${role}: it is empty`, { hint });
    return stats.size;
  } catch (cause) {
    if (cause instanceof MidwayError) throw cause;
    throw new MidwayError(
      'MWS_USAGE',
      `cannot look at ${file}, which is to be served as ${role}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause, hint },
    );
  }
}
