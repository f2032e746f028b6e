import { defineConfig } from 'vitest/config'

// `unit` needs nothing but Node; `stack` starts a Supabase of its own; `browser` walks the product in Chromium.
export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,lib,trainer,scripts,components,app,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.stack.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['local/**/*.test.ts', '**/*.stack.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 420_000,
        },
      },
    ],
  },
})
