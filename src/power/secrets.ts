/** A command as it may be shown, and what hides its secrets in other texts. */
export interface Masked {
  readonly command: string;
  hide(text: string): string;
}

const MASK = '***';
/** `ipmitool -P`, `snmpset -A/-X`, and what scripts call it. */
const SECRET_OPTION = /^(?:-[PAX]|--?(?:password|passwd|pass|token|secret|community))$/;
const SECRET_ASSIGNMENT = /^((?:--?)?(?:password|passwd|pass|token|secret)=)(.+)$/i;
/** `curl -u user:secret` and `http://user:secret@host`. */
const USER_OPTION = /^(?:-u|--user)$/;
const USER_SECRET = /^([^:]*:)(.+)$/;
const URL_SECRET = /^([a-z][a-z0-9+.-]*:\/\/[^/:@]*:)([^@/]+)(@.*)$/i;

/** Hides what looks like a password: the message of a failed power command ends up in records and reports. */
export function maskSecrets(words: readonly string[]): Masked {
  const secrets: string[] = [];
  const shown = words.map((word, index) => {
    const before = words[index - 1] ?? '';
    const match = SECRET_OPTION.test(before)
      ? ['', '', word]
      : ((USER_OPTION.test(before) ? USER_SECRET.exec(word) : null) ??
        SECRET_ASSIGNMENT.exec(word) ??
        URL_SECRET.exec(word) ??
        /^(-P)([^-].*)$/.exec(word));
    const secret = match?.[2];
    if (secret === undefined || secret === '') return quoteWord(word);
    secrets.push(secret);
    return `${match?.[1] ?? ''}${MASK}${match?.[3] ?? ''}`;
  });
  return {
    command: shown.join(' '),
    hide: (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, MASK), text),
  };
}

function quoteWord(word: string): string {
  const clean = word.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
  return /^[\w@%+=:,./-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", "'\\''")}'`;
}
