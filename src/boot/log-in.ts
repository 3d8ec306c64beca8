import type { Session } from './session.ts';

/** Who logs in. The password is never recorded; null: the account has none. */
export interface Credentials {
  readonly user: string;
  readonly password: string | null;
}

/** dom0 answered the login prompt with a refusal. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  constructor(user: string, attempts: number) {
    super(`dom0 refused to let ${user} in, ${attempts} times`);
  }
}

/** dom0 asks for a password, and none was given: that is nothing the image can be blamed for. */
export class PasswordMissing extends Error {
  override readonly name = 'PasswordMissing';
  constructor(user: string) {
    super(`dom0 asks for the password of ${user}, and none was given`);
  }
}

/** The shell behind the login prompt did not answer. */
export class NoShell extends Error {
  override readonly name = 'NoShell';
  constructor(user: string) {
    super(`${user} typed at the login prompt, but no shell answered`);
  }
}

/** Noise may spoil a name or a password: so often a refusal is tried again. */
const ATTEMPTS = 3;

/** A login shell may take so long to greet, in milliseconds: getty, PAM and a profile run before its prompt. */
const ANSWER_MS = 20_000;

const PASSWORD = /[Pp]assword: ?$/m;
const LOGIN = /login: ?$/m;
const INCORRECT = /Login incorrect/;
const SHELL = /[#$>] ?(?:\x1b\[[0-9;?]{0,8}[a-zA-Z])?$/;

/**
 * Answers the login prompt and proves that a shell is behind it: a nonce whose echo differs from what the shell makes of it.
 *
 * @throws LoginRefused, PasswordMissing, NoShell
 */
export async function logIn(
  session: Session,
  { user, password }: Credentials,
  nonce: () => string,
  signal: AbortSignal,
): Promise<void> {
  let refusals = 0;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    let answer = await ask(session, `${user}\r`, [PASSWORD, INCORRECT, SHELL], signal);
    if (answer === PASSWORD) {
      if (password === null) throw new PasswordMissing(user);
      answer = await ask(session, `${password}\r`, [INCORRECT, SHELL], signal, { secret: true });
    }
    if (answer === INCORRECT) {
      refusals += 1;
      await hear(session, [LOGIN], signal, ANSWER_MS);
    } else {
      if (await proveShell(session, nonce(), signal)) return;
      await ask(session, '\r', [LOGIN], signal);
    }
  }
  throw refusals > 0 ? new LoginRefused(user, refusals) : new NoShell(user);
}

/** Whether a shell answers: quotes and arithmetic make its reply differ from the echo of the question. */
export async function proveShell(session: Session, nonce: string, signal: AbortSignal): Promise<boolean> {
  const reply = new RegExp(`@${nonce}-42`);
  return (await ask(session, `echo @''${nonce}-$((40+2))\r`, [reply, INCORRECT], signal, { limitMs: 5_000 })) === reply;
}

/** Sends text and waits until one of the patterns is heard; null when none is in time. */
async function ask(
  session: Session,
  text: string,
  patterns: readonly RegExp[],
  signal: AbortSignal,
  { secret = false, limitMs = ANSWER_MS }: { readonly secret?: boolean; readonly limitMs?: number } = {},
): Promise<RegExp | null> {
  session.ear.clear();
  await session.write(text, { secret });
  return await hear(session, patterns, signal, limitMs);
}

/** Waits until one of the patterns is heard; null when none is in time. */
async function hear(
  session: Session,
  patterns: readonly RegExp[],
  signal: AbortSignal,
  limitMs: number,
): Promise<RegExp | null> {
  const until = session.ms + limitMs;
  for (;;) {
    const found = patterns.find((pattern) => pattern.test(session.ear.text));
    if (found !== undefined) return found;
    if (session.ms >= until) return null;
    await session.ear.more(Math.max(1, until - session.ms), signal);
  }
}
