import type { Program } from '../cpu.ts';
import { getFile, ready } from './tftp.ts';
import { type Command, hex, type UBoot, USAGE, waitPolling } from './uboot.ts';

/** What the DHCP server of the fake network hands out: QEMU's user network, as on the virtual Midway. */
const LEASE = {
  address: '10.0.2.15',
  server: '10.0.2.2',
  netmask: '255.255.255.0',
  gateway: '10.0.2.2',
  dns: '10.0.2.3',
};
/** How often U-Boot asks before it gives up: retries after 0.25, 0.5, 1 and then every 2 s, for 28 s. */
const BOOTP_BROADCASTS = 17;
const ARP_TRIES = 5;

/** Source: u-boot cmd/net.c, net/bootp.c. */
export const NETWORK_COMMANDS: readonly Command[] = [
  {
    name: 'dhcp',
    maxArgs: 3,
    repeatable: true,
    summary: 'boot image via network using DHCP/TFTP protocol',
    usage: '[loadAddress] [[hostIPaddr:]bootfilename]',
    *run(uboot, argv) {
      yield* uboot.board.reach('network');
      const code = yield* dhcp(uboot);
      if (code !== 0) return code;
      const autoload = uboot.env.get('autoload') ?? 'yes';
      return /^n/.test(autoload) ? 0 : yield* load(uboot, argv);
    },
  },
  {
    name: 'tftpboot',
    maxArgs: 3,
    repeatable: true,
    summary: 'load file via network using TFTP protocol',
    usage: '[loadAddress] [[hostIPaddr:]bootfilename]',
    *run(uboot, argv) {
      return yield* load(uboot, argv);
    },
  },
  {
    name: 'ping',
    maxArgs: 2,
    repeatable: true,
    summary: 'send ICMP ECHO_REQUEST to network host',
    usage: 'pingAddress',
    *run(uboot, argv) {
      const host = argv[1];
      if (host === undefined || !/^\d+\.\d+\.\d+\.\d+$/.test(host)) return USAGE;
      if (uboot.address === undefined) {
        uboot.print("*** ERROR: `ipaddr' not set\n");
      } else {
        uboot.print(`Using ${uboot.build.ethernet[0]} device\n`);
        uboot.env.set('ethact', uboot.build.ethernet[0]);
        if (uboot.board.linkUp && host === LEASE.server) {
          uboot.arpPending = false;
          uboot.print(`host ${host} is alive\n`);
          return 0;
        }
        uboot.arpPending = true;
        const stopped = yield* waitPolling(uboot, ARP_TRIES * uboot.board.ms('arpTimeout'));
        uboot.print(stopped ? '\nAbort\n' : '\nARP Retry count exceeded; starting again\n');
      }
      uboot.print(`ping failed; host ${host} is not alive\n`);
      return 1;
    },
  },
];

function* dhcp(uboot: UBoot): Program<number> {
  const { board, env, print } = uboot;
  uboot.address = undefined;
  env.set('ethact', uboot.build.ethernet[0]);
  while (true) {
    let timeout = board.ms('bootpRetry');
    for (let broadcast = 1; broadcast <= BOOTP_BROADCASTS; broadcast += 1) {
      print(`BOOTP broadcast ${broadcast}\n`);
      if (board.linkUp && board.scenario.dhcp === 'ok') {
        if (yield* waitPolling(uboot, board.ms('dhcp'))) return abort(uboot);
        print(`DHCP client bound to address ${LEASE.address}${uboot.build.retriesForEver ? '' : ' (2 ms)'}\n`);
        uboot.address = LEASE.address;
        uboot.arpPending = false;
        env.set('gatewayip', LEASE.gateway);
        env.set('netmask', LEASE.netmask);
        env.set('ipaddr', LEASE.address);
        env.set('serverip', LEASE.server);
        env.set('dnsip', LEASE.dns);
        return 0;
      }
      if (uboot.arpPending) return yield* giveUpArp(uboot);
      if (yield* waitPolling(uboot, timeout)) return abort(uboot);
      timeout = Math.min(timeout * 2, board.ms('bootpRetry') * 8);
    }
    print('\nRetry time exceeded; starting again\n');
    if (!retries(uboot)) return 1;
  }
}

function* load(uboot: UBoot, argv: readonly string[]): Program<number> {
  const { env } = uboot;
  if (argv.length > 3) return USAGE;
  const base = env.get('loadaddr');
  if (base !== undefined) uboot.loadAddress = hex(base);
  let file = env.get('bootfile') ?? '';
  if (argv.length === 3) {
    uboot.loadAddress = hex(argv[1]!);
    file = argv[2]!;
  } else if (argv.length === 2) {
    if (/^(0[xX])?[0-9a-fA-F]+$/.test(argv[1]!)) uboot.loadAddress = hex(argv[1]!);
    else file = argv[1]!;
  }
  if (!ready(uboot)) return 1;
  while (true) {
    const outcome = yield* getFile(uboot, uboot.loadAddress, file);
    if (outcome === 'interrupted') return abort(uboot);
    if (outcome !== 'again' || !retries(uboot)) return outcome === 'done' ? 0 : 1;
  }
}

/** An ARP request that an earlier command left unanswered ends this one, too. */
function* giveUpArp(uboot: UBoot): Program<number> {
  if (yield* waitPolling(uboot, ARP_TRIES * uboot.board.ms('arpTimeout'))) return abort(uboot);
  uboot.print('\nARP Retry count exceeded; starting again\n');
  return 1;
}

function abort(uboot: UBoot): number {
  const { print } = uboot;
  uboot.arpPending = false;
  print('\nAbort\n');
  return 1;
}

/** Whether a failed transfer starts again: `netretry`, whose absence meant "for ever" before v2015.07. */
function retries({ env, build }: UBoot): boolean {
  const netretry = env.get('netretry');
  return netretry === 'yes' || (netretry === undefined && build.retriesForEver);
}
