/** Hands out four hexadecimal digits, none twice before all 65,536 were used. An odd step visits them all. */
export function createNonces(start: number): () => string {
  const STEP = 0x9e37;
  let next = start & 0xffff;
  return () => {
    next = (next + STEP) & 0xffff;
    return next.toString(16).padStart(4, '0');
  };
}
