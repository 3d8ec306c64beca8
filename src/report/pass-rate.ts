/** The share of boots that passed, with its 95 % Wilson score interval. */
export interface PassRate {
  readonly passed: number;
  readonly total: number;
  readonly low: number;
  readonly high: number;
}

/** z of the 97.5th percentile of the normal distribution: 95 % lie within. */
const Z = 1.959964;

/** Wilson, E. B. (1927): also right for small numbers and for rates of 0 and 1. Boots that were errors do not count. */
export function passRate(passed: number, total: number): PassRate {
  if (total === 0) return { passed, total, low: 0, high: 1 };
  const rate = passed / total;
  const denominator = 1 + Z ** 2 / total;
  const centre = (rate + Z ** 2 / (2 * total)) / denominator;
  const spread = (Z / denominator) * Math.sqrt((rate * (1 - rate)) / total + Z ** 2 / (4 * total ** 2));
  return { passed, total, low: Math.max(0, centre - spread), high: Math.min(1, centre + spread) };
}

/** `9 of 10 fair boots passed: 90 % (95 % interval 60-98 %)`. */
export function describePassRate({ passed, total, low, high }: PassRate): string {
  if (total === 0) return 'no boot had a fair try: no pass rate';
  const percent = (share: number) => Math.round(share * 100);
  return `${passed} of ${total} fair boots passed: ${percent(passed / total)} % (95 % interval ${percent(low)}-${percent(high)} %)`;
}
