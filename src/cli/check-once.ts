import type { Options } from 'yargs';
import { MidwayError } from '../errors.ts';

/** Refuses a single option that was given twice: which of the two was meant is a guess. */
export function checkOnce(
  options: Readonly<Record<string, Options>>,
): (args: Readonly<Record<string, unknown>>) => true {
  return (args) => {
    for (const [name, option] of Object.entries(options)) {
      if (option.array !== true && Array.isArray(args[name]))
        throw new MidwayError('MWS_USAGE', `--${name} was given more than once`);
      if (option.type === 'string' && option.array !== true && args[name] === '')
        throw new MidwayError('MWS_USAGE', `--${name} needs a value`);
      if (option.type === 'number' && !(Number.isSafeInteger(args[name]) && (args[name] as number) >= 1))
        throw new MidwayError('MWS_USAGE', `--${name} needs a whole number from 1 up`);
      if (option.array === true && Array.isArray(args[name]) && args[name].includes(''))
        throw new MidwayError('MWS_USAGE', `--${name} needs a value`);
    }
    return true;
  };
}
