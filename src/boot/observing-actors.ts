import { fromCallback, fromPromise } from 'xstate';
import { bootMachine } from '../../machines/boot/machine.ts';
import type { ConsoleCommand, Found, TypingStage } from '../../machines/boot/types.ts';
import type { Session } from './session.ts';

/** What the actors of an observed boot ask and tell. */
export interface ObserverParts {
  /** Whether silence is nobody's failure just now. */
  readonly mayBeQuiet: () => boolean;
  /** A stage of commands has begun; `stageIsOver` is called when the log shows the next one's. */
  readonly typing: (stageIsOver: () => void) => void;
}

/** The boot machine for a boot that is only watched: nothing is typed or switched, and stages end when the log has gone on. */
export function provideObserver(session: Session, { mayBeQuiet, typing }: ObserverParts) {
  const never = fromPromise<void, undefined>(() => new Promise(() => {}));
  return bootMachine.provide({
    actors: {
      watchConsole: fromCallback<ConsoleCommand, undefined>(({ sendBack, receive }) => {
        receive(
          session.attach((event) => {
            if (event.type !== 'console.quiet' || !mayBeQuiet()) sendBack(event);
          }),
        );
      }),
      look: fromPromise<Found, undefined>(async () => 'nothing'),
      powerOff: never,
      powerOn: never,
      reboot: fromPromise<void, { found: Found }>(() => new Promise(() => {})),
      stopAutoboot: never,
      type: fromPromise<void, { stage: TypingStage }>(() => new Promise((resolve) => typing(resolve))),
      logIn: never,
    },
  });
}
