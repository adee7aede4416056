import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const top = join(import.meta.dirname, '..')
const chromium = process.env['HUFU_CHROMIUM']

// A browser that looks for updates makes refused connections on closed networks, and root has no sandbox.
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

// Where a bare machine names no language, Chromium knows no characters for the names of files but ASCII.
const env = { ...process.env, LC_ALL: 'C.UTF-8' }

/** Every story runs in both languages; a story that is about one of them says so itself. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.story.ts',
  outputDir: join(top, 'test-results'),
  // Two at a time, on two cores: a story waits for its pages more than it works.
  workers: 2,
  fullyParallel: false,
  // A story that passes the second time has found something; it is not retried until it looks well.
  // A busy build machine may starve a browser once; a story that needs it is reported as flaky, not as well.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: { env, ...(chromium === undefined ? {} : { executablePath: chromium, args }) },
    viewport: { width: 1360, height: 860 },
    timezoneId: 'Asia/Shanghai',
    // A dialog that still grows under the pointer loses the click of a driver, who is quicker than any hand.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // Recording every step costs a third of the time; where a story is told again anyway, the second time is recorded.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'zh-CN', use: { locale: 'zh-CN' } },
    { name: 'en-US', use: { locale: 'en-US' } },
  ],
})
