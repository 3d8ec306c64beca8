/** What a boot with an initrd sends, as `midway-serial plan` prints it: 16 commands, 728 characters. */
export const COMMANDS = [
  'version',
  'printenv ipaddr serverip kernel_addr_r ramdisk_addr_r fdt_addr',
];
