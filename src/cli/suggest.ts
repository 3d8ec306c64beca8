import { BOOT_OPTIONS } from './options.ts';

/** A complaint about an unknown argument, with the option that was probably meant. */
export function withSuggestion(message: string, options: readonly string[] = Object.keys(BOOT_OPTIONS)): string {
  const [, unknown] = /^Unknown arguments?: (?:-{0,2})([\w-]{1,40})/.exec(message) ?? [];
  if (unknown === undefined) return message;
  const [closest] = options
    .map((option) => ({ option, distance: editDistance(unknown, option) }))
    .filter(({ distance }) => distance <= (unknown.length < 4 ? 1 : 2))
    .sort((a, b) => a.distance - b.distance);
  return closest === undefined ? message : `${message}. Did you mean --${closest.option}?`;
}

/** Levenshtein's: how many characters have to be changed, added or taken away. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
