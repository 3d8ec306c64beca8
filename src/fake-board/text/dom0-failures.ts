/** What a dom0 says when it does not come up. Sources: strings of Debian 12's kernel, initramfs-tools and systemd; our recording no-root.log. */

/** A trace as the kernel prints it under a panic, without its times. */
export const PANIC_TRACE: readonly string[] = [
  'CPU: 1 PID: 1 Comm: swapper/0 Not tainted 6.1.0-50-armmp-lpae #1  Debian 6.1.176-1',
  'Hardware name: Highbank',
  ' unwind_backtrace from show_stack+0x18/0x1c',
  ' show_stack from dump_stack_lvl+0x40/0x4c',
  ' dump_stack_lvl from panic+0x110/0x370',
  ' panic from mount_block_root+0x1ec/0x1f4',
  ' mount_block_root from prepare_namespace+0x158/0x194',
  ' prepare_namespace from kernel_init_freeable+0x264/0x278',
  ' kernel_init_freeable from kernel_init+0x20/0x13c',
  ' kernel_init from ret_from_fork+0x14/0x30',
  'CPU0: stopping',
];

/** Before the panic of a kernel without a root file system. */
export const NO_ROOT: readonly string[] = ['List of all partitions:', 'No filesystem could mount root, tried: ', ''];

/** A null pointer in a driver, fatal because of `panic_on_oops`. */
export const OOPS: readonly string[] = [
  '8<--- cut here ---',
  'Unable to handle kernel NULL pointer dereference at virtual address 00000004',
  '[00000004] *pgd=80000000207003, *pmd=00000000',
  'Internal error: Oops: 206 [#1] SMP ARM',
  'Modules linked in: calxedaxgmac(+)',
  'CPU: 0 PID: 81 Comm: modprobe Not tainted 6.1.0-50-armmp-lpae #1  Debian 6.1.176-1',
  'Hardware name: Highbank',
  'PC is at xgmac_probe+0x1c8/0x5f0 [calxedaxgmac]',
  'LR is at platform_probe+0x5c/0xb8',
  '---[ end trace 0000000000000000 ]---',
];

/** What systemd prints when it gives up. */
export const EMERGENCY: readonly string[] = [
  '[\x1b[0;1;31m TIME \x1b[0m] Timed out waiting for device \x1b[0;1;39mdev-sda2.device\x1b[0m - /dev/sda2.',
  '[\x1b[0;1;38;5;185mDEPEND\x1b[0m] Dependency failed for \x1b[0;1;39mLocal File Systems\x1b[0m.',
  'You are in emergency mode. After logging in, type "journalctl -xb" to view',
  'system logs, "systemctl reboot" to reboot, "systemctl default" or "exit"',
  'to boot into default mode.',
  'Give root password for maintenance',
];

/** What initramfs-tools prints when the root device does not appear. */
export const INITRAMFS: readonly string[] = [
  'Loading, please wait...',
  'Begin: Waiting for root file system ... Begin: Running /scripts/local-block ... done.',
  'done.',
  'Gave up waiting for root file system device.  Common problems:',
  ' - Boot args (cat /proc/cmdline)',
  '   - Check rootdelay= (did the system wait long enough?)',
  ' - Missing modules (cat /proc/modules; ls /dev)',
  'ALERT!  /dev/sda2 does not exist.  Dropping to a shell!',
  '',
  '',
  'BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1) built-in shell (ash)',
  "Enter 'help' for a list of built-in commands.",
  '',
];

/** What a kernel that ran into the end of its memory leaves on Xen's console. */
export const STARVED: readonly string[] = [
  'd0v0 unhandled ARM instruction 0xe5801000',
  'd0v0 Unable to decode instruction',
  'arch/arm/traps.c:1983:d0v0 HSR=0x90000046 pc=0x2020f3a4 gva=0x24000000 gpa=0x00000024000000',
];
