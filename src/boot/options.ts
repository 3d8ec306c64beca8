/** The options of a boot as a person gives them, words not yet understood. `undefined`: not given. */
export interface BootOptions {
  readonly xen: string;
  readonly dom0: string;
  readonly initrd?: string | undefined;
  readonly xsm?: string | undefined;
  readonly xenArgs?: string | undefined;
  readonly dom0Args?: string | undefined;
  readonly xenAddr?: string | undefined;
  readonly dom0Addr?: string | undefined;
  readonly initrdAddr?: string | undefined;
  readonly fdtAddr?: string | undefined;
  readonly network: 'dhcp' | 'env' | 'static';
  readonly ip?: string | undefined;
  readonly serverIp?: string | undefined;
  readonly netmask?: string | undefined;
  readonly gateway?: string | undefined;
  /** `pre-load=CMD`, `pre-bootz=CMD`. */
  readonly uboot: readonly string[];
}

/** The options that say how far a boot goes and how long it may take. */
export interface GoalOptions {
  readonly until: 'xen' | 'dom0' | 'login';
  /** `STAGE=SECONDS`, or `total=SECONDS`. */
  readonly limit: readonly string[];
  /** `STAGE=SECONDS`. */
  readonly silence: readonly string[];
}
