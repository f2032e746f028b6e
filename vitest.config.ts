import { defineConfig } from 'vitest/config'
import { isLostTypeLookup } from './local/lost-type-lookups.ts'

// `unit` needs nothing but Node; `stack` starts a Supabase of its own; `browser` walks the product in Chromium.
export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    // A machine that runs everything at once can starve one test; what fails twice is broken.
    retry: process.env.CI ? 1 : 0,
    // How long something may take says nothing: these only end what would never end.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Tests that kill Postgres kill it at the start of a connection, too.
    onUnhandledError: (error) => !isLostTypeLookup(error),
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
          globalSetup: 'tests/stack.setup.ts',
          // Each file has a stack of its own, which waits as often as it computes.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/e2e/desk.setup.ts',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 420_000,
        },
      },
    ],
  },
})
