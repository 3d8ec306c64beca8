import { moduleNodes } from './device-tree.ts';
import type { BootPlan } from './plan.ts';
import { hex, quote } from './quoting.ts';

/** The same boot as the Xen wiki's Midway page types it: with U-Boot's variables, each module's node right after its load. */
export function wikiForm(plan: BootPlan): string[] {
  const [chosen, ...modules] = moduleNodes(plan, new Map());
  const xenArgs = chosen?.properties.get('xen,xen-bootargs');
  const path = (role: string) => plan.images.find((image) => image.role === role)?.path ?? '';
  return [
    `tftp $kernel_addr_r ${path('xen')}`,
    'fdt addr $fdt_addr',
    'fdt resize',
    `fdt set /chosen xen,xen-bootargs ${word(xenArgs !== undefined && 'strings' in xenArgs ? xenArgs.strings.join(' ') : '')}`,
    ...plan.images
      .filter(({ role }) => role !== 'xen')
      .flatMap(({ role, path: file, address }, index) => {
        const node = modules[index]?.path ?? '';
        const compatible = modules[index]?.properties.get('compatible');
        const words = compatible !== undefined && 'strings' in compatible ? compatible.strings : [];
        return [
          `setenv ${role}_addr ${hex(address)}`,
          `tftp $${role}_addr ${file}`,
          `fdt mknod /chosen ${node.slice('/chosen/'.length)}`,
          `fdt set ${node} compatible ${words.map((word) => `"${word}"`).join(' ')}`,
          `fdt set ${node} reg <0x0 $${role}_addr 0x0 0x$filesize>`,
          ...(role === 'dom0' ? [`fdt set ${node} bootargs ${word(plan.dom0Args)}`] : []),
        ];
      }),
    'bootz $kernel_addr_r - $fdt_addr',
  ];
}

/** In the wiki's double quotes where they keep the value as it is: hush looks into them for `$`, `"` and `\``. */
function word(value: string): string {
  return /["$`]/.test(value) ? quote(value, 'the arguments') : `"${value}"`;
}
