import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/virtual-midway/**'],
    testTimeout: 20_000,
    reporters: ['default', './test/closing-line-reporter.ts'],
  },
});
