import type { Options } from 'yargs';

/** Refuses a single option that was given twice: which of the two was meant is a guess. */
export function checkOnce(
  options: Readonly<Record<string, Options>>,
): (args: Readonly<Record<string, unknown>>) => true {
  return (args) => {
    for (const [name, option] of Object.entries(options)) {
      if (option.array !== true && Array.isArray(args[name])) throw usage(`--${name} was given more than once`);
      if (option.type === 'string' && option.array !== true && args[name] === '')
        throw usage(`--${name} needs a value`);
      if (option.type === 'number' && !Number.isInteger(args[name] ?? 0)) throw usage(`--${name} needs a whole number`);
    }
    return true;
  };
}

function usage(message: string): Error {
  return Object.assign(new Error(message), { name: 'YError' });
}
