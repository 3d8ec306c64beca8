/** A wait that hardware or a person needs, or the patience with which evidence is awaited, in milliseconds. */
interface Pace {
  readonly ms: number;
  /** How often it is tried, where that matters. */
  readonly tries: number;
  readonly reason: string;
}

/** The few durations of the boot path that are not limits of stages. Nothing here is slept through when evidence comes earlier. */
export const PACING = {
  autobootKey: {
    ms: 100,
    tries: 1,
    reason:
      'Key repeat during a countdown: U-Boot polls for keys all the time, but its FIFO holds 16 characters while it is busy.',
  },
  probe: {
    ms: 1_000,
    tries: 3,
    reason: 'A board in an unknown place gets three Ctrl-C; an idle prompt answers the first within a millisecond.',
  },
  prompt: {
    ms: 250,
    tries: 8,
    reason:
      'A prompt answers Ctrl-C within a millisecond; each of the 8 tries waits 250 ms longer than the one before, 9 s in all.',
  },
  echo: {
    ms: 500,
    tries: 1,
    reason:
      'An echo takes a character’s time (87 us at 115200) and the adapter’s latency (16 ms on common USB ones); 500 ms without it is a loss, or a busy machine: each resend waits 500 ms longer.',
  },
  settle: {
    ms: 500,
    tries: 1,
    reason: 'Exit status and prompt come in one breath; when only one of them came within 500 ms, the other is lost.',
  },
  promptQuiet: {
    ms: 40,
    tries: 1,
    reason: 'What was under way when a line went wrong arrives within the adapter’s latency, 16 ms on common USB ones.',
  },
  resend: {
    ms: 0,
    tries: 24,
    reason:
      'At one lost character in 500 each way, a line of 300 characters comes across once in three times: 24 tries fail once in 10,000.',
  },
  quote: {
    ms: 700,
    tries: 1,
    reason: 'The lines that explain a fatal one come at wire speed; a pause of 700 ms ends the explanation.',
  },
  quoteTotal: {
    ms: 5_000,
    tries: 1,
    reason:
      'A board that goes on talking about something else must not hold the verdict back: 5 s hold 57 KB at 115200 baud.',
  },
  poke: {
    ms: 10_000,
    tries: 1,
    reason:
      'Ten quiet seconds: a login prompt may stand unseen behind kernel text, and Enter makes getty print it again; U-Boot’s prompt may have come before anybody listened, and Ctrl-C makes it come again.',
  },
  offPause: {
    ms: 5_000,
    tries: 1,
    reason: 'Off–on pause: cxmanage waits 5 s after switching a Calxeda node off; LAVA’s Highbank profile waits 20 s.',
  },
  powerCommand: {
    ms: 60_000,
    tries: 1,
    reason: 'ipmitool over lanplus retries for some 20 s before it gives up.',
  },
  after: {
    ms: 60_000,
    tries: 1,
    reason: 'Leaving the board as asked must not keep a finished boot for ever.',
  },
} as const satisfies Record<string, Pace>;
