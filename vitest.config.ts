import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url))

export default defineConfig({
  resolve: {alias: {'banyan/runtime': source('runtime/index.ts'), 'banyan/php': source('php/index.ts')}},
  test: {
    include: ['test/**/*.test.ts'],
    // Packs and installs the package on several versions of Node: `npm run test:pack`.
    exclude: process.env.TEST_PACK ? [] : ['test/pack/**'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
})
