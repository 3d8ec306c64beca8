/** A line could not be brought across the console, however often it was sent. */
export class ConsoleNoise extends Error {
  override readonly name = 'ConsoleNoise';
  constructor(line: string, resends: number) {
    super(`the console changed or lost characters each of the ${resends + 1} times that "${line}" was sent`);
  }
}

/** U-Boot does not react to Ctrl-C any more. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(tries: number) {
    super(`U-Boot did not come back to its prompt, although Ctrl-C was sent ${tries} times`);
  }
}

/** The shell printed `$?` as it is: the simple parser of U-Boot before 2013.10. */
export class NoExitStatus extends Error {
  override readonly name = 'NoExitStatus';
  constructor() {
    super('this U-Boot has no hush shell: it cannot tell whether a command worked');
  }
}

/** A load succeeded, yet brought not one byte: the file is empty. */
export class NothingLoaded extends Error {
  override readonly name = 'NothingLoaded';
  readonly output: readonly string[];
  constructor(command: string, output: readonly string[]) {
    super(`the file that was served is empty: "${command}" loaded nothing`);
    this.output = output;
  }
}

/** An image is shorter than its own header says. */
export class ImageTruncated extends Error {
  override readonly name = 'ImageTruncated';
  constructor({ role, path }: { readonly role: string; readonly path: string }, loaded: number, promised: number) {
    super(
      `the file of ${role} (${path}) is truncated as it was served: ${loaded} bytes were loaded, its header says ${promised}`,
    );
  }
}

/** U-Boot ran a command of the plan and refused it, or answered what cannot be. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  readonly command: string;
  readonly status: number | null;
  readonly output: readonly string[];
  constructor(command: string, status: number | null, output: readonly string[], why: string) {
    super(`U-Boot ${why}: ${command}`);
    this.command = command;
    this.status = status;
    this.output = output;
  }
}
