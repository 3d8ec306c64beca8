import type { Milestone } from './milestone.ts';
import { autobootPattern, type BoardProfile, MIDWAY, promptPattern } from './profile.ts';
import { ANY_STAGE, UBOOT, XEN_BOOTS } from './stage-groups.ts';

/** A first word that is not `Last`: PAM's `Last login: Tue …` is no prompt, and RE2 has no look-behind. */
const HOST = String.raw`(?:[^Ll\s]\S{0,63}|[Ll](?:[^a\s]\S{0,62})?|[Ll]a(?:[^s\s]\S{0,61})?|[Ll]as(?:[^t\s]\S{0,60})?|[Ll]ast\S{1,60})`;

const NO_AUTOBOOT = ['=> setenv bootdelay 5', 'DRAM:  2 GiB'];

/** The milestones of a board: its prompts and countdown texts come from the profile. */
export function milestonesOf(profile: BoardProfile): readonly Milestone[] {
  return [...ubootMilestones(profile), ...XEN_MILESTONES, ...DOM0_MILESTONES];
}

function ubootMilestones(profile: BoardProfile): readonly Milestone[] {
  const autoboot = {
    event: 'saw.autoboot',
    pattern: autobootPattern(profile.autoboot),
    stages: ['power', 'firmware', 'autoboot', 'prompt'],
    versions: 'U-Boot 2011.09-2026.07',
    source: 'u-boot: common/autoboot.c; configs/highbank_defconfig, CONFIG_AUTOBOOT_PROMPT',
    nearMisses: NO_AUTOBOOT,
  } as const;
  return [
    {
      event: 'saw.ubootBanner',
      speaksNext: 'uboot',
      pattern: String.raw`^U-Boot v?(?P<version>\d{4}\.\d{2}\S{0,60})(?: \(|$)`,
      where: 'line',
      stages: ANY_STAGE,
      versions: 'U-Boot 2011.09-2026.07, Calxeda builds included',
      source: 'u-boot: lib/display_options.c, display_options()',
      examples: [
        'U-Boot 2023.01 (Nov 22 2026 - 14:03:07 +0000)',
        'U-Boot 2013.01-rc1_cx_2013.01.17-2-g3e (Jan 17 2013 - 12:00:00)',
        'U-Boot 2012.07_cx_2012.10.29 (Oct 29 2012 - 12:00:00)',
      ],
      nearMisses: ['U-Boot SPL 2023.01 (Nov 22 2026)', 'u-boot 2023.01', 'Unpacking u-boot-tools (2023.01+dfsg-2) ...'],
    },
    {
      event: 'saw.ubootSign',
      speaksNext: 'uboot',
      pattern: String.raw`^DRAM: {1,4}\d{1,5}(?:\.\d{1,2})? [MG]iB|^(?:In|Out|Err): {3,5}serial|^Loading Environment from `,
      where: 'line',
      stages: ANY_STAGE,
      versions: 'U-Boot 2011.09-2026.07',
      source: 'u-boot: common/board_f.c announce_dram_init(), common/console.c, env/env.c',
      examples: [
        'DRAM:  2 GiB',
        'DRAM:  3.9 GiB',
        'In:    serial@fff36000',
        'Err:   serial',
        'Loading Environment from NVRAM... OK',
      ],
      nearMisses: ['(XEN) RAM: 0000000000000000 - 000000007fffffff', 'Net:   eth0: ethernet@fff50000'],
    },
    {
      ...autoboot,
      where: 'line',
      examples: [
        'Autobooting in 5 seconds...',
        'Press <s> to stop or <d> to delay',
        'Hit any key to stop autoboot:  0 ',
      ],
    },
    { ...autoboot, where: 'tail', examples: ['Hit any key to stop autoboot:  2 '] },
    {
      event: 'saw.ubootPrompt',
      pattern: promptPattern(profile.prompts),
      where: 'tail',
      stages: ['power', ...UBOOT],
      versions: 'U-Boot 2011.09-2026.07',
      source: 'u-boot: configs/highbank_defconfig; LAVA: device-types/highbank.jinja2; cxmanage: ip_retriever.py',
      examples: ['=> ', 'Highbank #'],
      nearMisses: [
        'crc32 for 00800000 ... 008000ff ==> 0d968558',
        '=> tftp 0x800000 xen',
        'Highbank #printenv',
        '> ',
        'crc32 for 00800000 ... 008000ff ==> ',
      ],
    },
    {
      event: 'saw.startingKernel',
      speaksNext: 'xen',
      pattern: String.raw`^Starting kernel \.\.\.`,
      where: 'line',
      stages: UBOOT,
      versions: 'U-Boot 2012.07-2026.07',
      source: 'u-boot: arch/arm/lib/bootm.c, announce_and_cleanup()',
      examples: ['Starting kernel ...'],
      nearMisses: ['Starting again', 'Starting kernel log daemon...'],
    },
  ];
}

const XEN_MILESTONES: readonly Milestone[] = [
  {
    event: 'saw.xenEntered',
    speaksNext: 'xen',
    pattern: '^- (?:UART enabled|Boot CPU booting|CPU 00000000 booting|Xen starting in Hyp mode) -$',
    where: 'line',
    stages: ['handoff', 'xen-early'],
    versions: 'Xen 4.4-4.22 with earlyprintk (`CPU 00000000` and `Hyp mode` up to 4.12)',
    source: 'xen: xen/arch/arm/arm32/head.S',
    examples: ['- UART enabled -', '- Boot CPU booting -', '- CPU 00000000 booting -', '- Xen starting in Hyp mode -'],
    nearMisses: ['- CPU 00000001 booting -', '- Xen must be entered in NS Hyp mode -', '- Ready -'],
  },
  {
    event: 'saw.xenVersion',
    pattern: String.raw`^Xen version (?P<version>\d{1,2}\.\d{1,3}\S{0,60}) \(`,
    where: 'line',
    stages: ['handoff', ...XEN_BOOTS],
    versions: 'Xen 4.4-4.22',
    source: 'xen: xen/common/version.c (older: xen/drivers/char/console.c), print_version()',
    examples: [
      '(XEN) Xen version 4.17.5 (@) (arm-linux-gnueabihf-gcc (Debian 12.2.0-14) 12.2.0) debug=y Sun Nov 22 14:16:46 UTC 2026',
      '(XEN) Xen version 4.17.5 (Debian 4.17.5+72-g01140da4e8-1) (pkg-xen-devel@lists.alioth.debian.org)',
      '(XEN) Xen version 4.15-unstable (user@host) (gcc 9) debug=y',
      'Xen version 4.4.0 (user@host) (gcc 4.7) debug=y',
    ],
    nearMisses: ['[    0.000000] Xen 4.17 support found', '(XEN) Latest ChangeSet: '],
  },
  {
    event: 'saw.xenVersion',
    pattern: String.raw` Xen (?P<version>\d{1,2}\.\d{1,3}(?:[.-]\S{1,40})?)$`,
    where: 'line',
    stages: ['handoff', ...XEN_BOOTS],
    versions: 'Xen 4.4-4.22, debug builds; the line before it may be cut off by it',
    source: 'xen: xen/drivers/char/console.c, console_init_preirq()',
    examples: [' Xen 4.17.5', '(XEN) Looking for dtuart at "/serial@70 Xen 4.8.5', ' Xen 4.15-unstable'],
    nearMisses: ['[    0.000000] Xen 4.17 support found', '(XEN) ----[ Xen-4.17.5  arm32  debug=y  Not tainted ]----'],
  },
  {
    event: 'saw.dom0Building',
    pattern: String.raw`^\*\*\* LOADING DOMAIN 0 \*\*\*`,
    where: 'line',
    stages: XEN_BOOTS,
    versions: 'Xen 4.4-4.22',
    source: 'xen: xen/arch/arm/domain_build.c, construct_dom0()',
    examples: ['(XEN) *** LOADING DOMAIN 0 ***'],
    nearMisses: ['(XEN) *** LOADING DOMU cpus=1 memory=40000KB ***', '(XEN) ****************************************'],
  },
  {
    event: 'saw.handover',
    speaksNext: 'dom0',
    pattern: String.raw`^\*\*\* Serial input (?:->|to) DOM0\b`,
    where: 'line',
    stages: [...XEN_BOOTS, 'dom0-kernel'],
    versions: 'Xen 4.4-4.11 (`->`), 4.12-4.22 (`to`)',
    source: 'xen: xen/drivers/char/console.c, switch_serial_input()',
    examples: [
      "(XEN) *** Serial input to DOM0 (type 'CTRL-a' three times to switch input)",
      "(XEN) *** Serial input -> DOM0 (type 'CTRL-a' three times to switch input to Xen)",
    ],
    nearMisses: [
      "(XEN) *** Serial input to Xen (type 'CTRL-a' three times to switch input)",
      "(XEN) *** Serial input -> Xen (type 'CTRL-a' three times to switch input to DOM0)",
    ],
  },
];

const DOM0_MILESTONES: readonly Milestone[] = [
  {
    event: 'saw.dom0Kernel',
    speaksNext: 'dom0',
    pattern: String.raw`^Linux version (?P<version>\S{1,80}) \(|^Booting Linux on physical CPU `,
    where: 'line',
    stages: [...XEN_BOOTS, 'dom0-kernel'],
    versions: 'Linux 2.6-6.x, arm32',
    source: 'linux: init/main.c start_kernel(); arch/arm/kernel/setup.c smp_setup_processor_id()',
    examples: [
      '[    0.000000] Booting Linux on physical CPU 0x0',
      '[    0.000000] Linux version 6.1.0-50-armmp-lpae (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0',
      '(XEN) DOM0: [    0.000000] Booting Linux on physical CPU 0x0',
    ],
    nearMisses: [
      '[    0.000000] Xen 4.17 support found',
      '(XEN) Loading d0 kernel from boot module @ 0000000001000000',
    ],
  },
  {
    event: 'saw.xenSupport',
    pattern: String.raw`^Xen \d{1,2}\.\d{1,3} support found$`,
    where: 'line',
    stages: [...XEN_BOOTS, 'dom0-kernel'],
    speakers: ['dom0'],
    versions: 'Linux 3.7-6.x, arm32 and arm64',
    source: 'linux: arch/arm/xen/enlighten.c, fdt_find_hyper_node(), xen_early_init()',
    examples: ['[    0.000000] Xen 4.17 support found', '(XEN) DOM0: [    0.000000] Xen 4.17 support found'],
    nearMisses: ['[    0.000000] No Xen support', '(XEN) Xen version 4.17.5 (@) (gcc 12.2.0) debug=y'],
  },
  {
    event: 'saw.hvc0',
    pattern: String.raw`\bconsole \[hvc0\] enabled`,
    where: 'line',
    stages: ['dom0-kernel'],
    versions: 'Linux 2.6-6.x (`printk: ` in front since 4.19)',
    source: 'linux: kernel/printk/printk.c, register_console()',
    examples: ['[    0.129996] printk: console [hvc0] enabled', '[    0.129996] console [hvc0] enabled'],
    nearMisses: [
      '[    0.033551] Console: colour dummy device 80x30',
      '[    0.033551] printk: console [ttyAMA0] enabled',
    ],
  },
  {
    event: 'saw.userspace',
    pattern: String.raw`^Run /\S{1,120} as init process|^Freeing unused kernel memory: \d{1,8}K|^Loading, please wait\.\.\.$|^INIT: version \d|^systemd\[1\]: systemd \d{2,3}|^Welcome to .{1,80}!$`,
    where: 'line',
    stages: ['dom0-kernel', 'dom0-userspace'],
    versions: 'Linux 4.17-6.x (`Run`), 2.6-5.x (`Freeing`), initramfs-tools, sysvinit, systemd',
    source: 'linux: init/main.c run_init_process(), mm/page_alloc.c; initramfs-tools: init; systemd: src/core/main.c',
    examples: [
      '[    5.764180] Run /init as init process',
      '[    5.700000] Freeing unused kernel memory: 1024K (c0a00000 - c0b00000)',
      'Loading, please wait...',
      'INIT: version 2.88 booting',
      '[    7.100000] systemd[1]: systemd 252.39-1~deb12u1 running in system mode (+PAM +AUDIT)',
      'Welcome to Debian GNU/Linux 12 (bookworm)!',
    ],
    nearMisses: [
      '[    1.966286] Freeing initrd memory: 864K',
      '[    5.731774] Freeing unused kernel image (initmem) memory: 2048K',
      'Welcome to emergency mode! After logging in, type "journalctl -xb" to view',
    ],
  },
  {
    event: 'saw.loginPrompt',
    pattern: `^(?:(?P<host>${HOST}) )?login: ?$`,
    where: 'tail',
    unsigned: true,
    stages: ['xen', 'dom0-kernel', 'dom0-userspace', 'checks'],
    versions: 'util-linux agetty, busybox getty, login',
    source: 'util-linux: term-utils/agetty.c do_prompt(); busybox: libbb/login.c print_login_prompt()',
    examples: [
      'midway login: ',
      'midway.example.org login: ',
      '(none) login: ',
      'lab login: ',
      'login: ',
      'lastnode login:',
    ],
    nearMisses: [
      'Last login: ',
      'last login: ',
      'Last failed login: ',
      'Last login: Tue Nov 24 10:00:00 UTC 2026 on hvc0',
    ],
  },
  {
    event: 'saw.loginPrompt',
    pattern: String.raw`^(?:(?P<host>${HOST}) )?login: {0,2}(?:$|\[ {0,8}\d{1,8}\.\d{6}\]|\(XEN\) |\S{1,64} \(automatic login\)$)`,
    where: 'line',
    unsigned: true,
    stages: ['xen', 'dom0-kernel', 'dom0-userspace', 'checks'],
    versions: 'the same, cut off by a line of the kernel or of Xen, or answered by agetty itself (--autologin)',
    source: 'observed on the virtual Midway; util-linux: term-utils/agetty.c, get_logname() and do_prompt()',
    examples: [
      'midway login: [   15.842434] amba fff20000.ipc: deferred probe pending',
      'midway login: (XEN) d0v1: vGICD: unhandled word write 0xffffffff to ICACTIVER0',
      'midway login: ',
      'midway login: root (automatic login)',
    ],
    nearMisses: [
      'Last login: Tue Nov 24 10:00:00 UTC 2026 on hvc0',
      "login[96]: root login on 'hvc0'",
      'midway login: root',
    ],
  },
  {
    event: 'saw.passwordPrompt',
    pattern: '^Password: ?$',
    where: 'tail',
    stages: ['dom0-kernel', 'dom0-userspace', 'checks'],
    versions: 'shadow, util-linux, busybox',
    source: 'shadow: src/login.c; linux-pam: pam_unix, "Password: "',
    examples: ['Password: '],
    nearMisses: ['Password expired: ', 'Give root password for maintenance', 'Passwords do not match'],
  },
  {
    event: 'saw.loginIncorrect',
    pattern: '^Login incorrect',
    where: 'line',
    stages: ['dom0-kernel', 'dom0-userspace', 'checks'],
    versions: 'shadow, util-linux, busybox',
    source: 'shadow: src/login.c; busybox: loginutils/login.c',
    examples: ['Login incorrect'],
    nearMisses: ['Login timed out after 60 seconds.', 'Last login: Tue Nov 24 10:00:00 UTC 2026 on hvc0'],
  },
];

/** The milestones of a Midway. */
export const MILESTONES: readonly Milestone[] = milestonesOf(MIDWAY);
