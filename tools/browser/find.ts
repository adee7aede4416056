import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { run } from '../command.ts'
import { planBrowser, type Attempt, type Machine } from './plan.ts'

// Debian's Chromium without a window does the same pages in four fifths of the time.
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/**
 * Finds a Chromium and a Chinese font, and installs what is missing where that can be done.
 * Gives the path of the browser, or null after it has printed the one line to type.
 */
export async function ensureBrowser(): Promise<string | null> {
  const tried = new Set<Attempt>()
  for (;;) {
    const plan = planBrowser(await look(), tried)
    if (plan.do === 'nothing') return plan.chromium
    if (plan.do === 'ask') {
      console.error(`The browser stories need Chromium and a Chinese font. Please type:\n  ${plan.line}`)
      return null
    }
    if (plan.do === 'apt-get') await aptGet(plan.packages)
    else await download()
    tried.add(plan.do)
  }
}

async function look(): Promise<Machine> {
  const named = process.env['HUFU_CHROMIUM']
  const places = named === undefined ? [...usual, chromium.executablePath()] : [named]
  const fonts = await run(['fc-list', ':lang=zh'])
  return {
    chromium: places.find((place) => existsSync(place)) ?? null,
    // Only Linux comes without Chinese fonts; where nobody can be asked, the pictures will tell.
    chineseFont: process.platform !== 'linux' || (fonts.status === 0 && fonts.output.trim() !== ''),
    canApt: process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
    platform: process.platform,
  }
}

async function aptGet(packages: readonly string[]): Promise<void> {
  console.log(`Installing ${packages.join(' and ')} with apt-get …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run(['apt-get', 'update', '-q'], { env })
  const install = await run(
    ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'fontconfig', ...packages],
    { env },
  )
  if (install.status !== 0) console.error(`${update.output}\n${install.output}`)
}

async function download(): Promise<void> {
  console.log('Downloading Chromium with Playwright …')
  const ending = await run(['playwright', 'install', 'chromium'])
  if (ending.status !== 0) console.error(ending.output)
}
