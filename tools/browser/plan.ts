/** What was found on this machine. `chromium` is the path of a browser, null when there is none. */
export type Machine = {
  readonly chromium: string | null
  readonly chineseFont: boolean
  readonly canApt: boolean
  readonly platform: NodeJS.Platform
}

/** What to do so that the browser stories can run: nothing, one of two installations, or ask the person to type `line`. */
export type Plan =
  | { readonly do: 'nothing'; readonly chromium: string }
  | { readonly do: 'apt-get'; readonly packages: readonly [string, ...string[]] }
  | { readonly do: 'download' }
  | { readonly do: 'ask'; readonly line: string }

/** The two installations, each worth one try. */
export type Attempt = 'apt-get' | 'download'

/** Decides how to get a browser and a Chinese font, given what was tried before. Pure. */
export function planBrowser(machine: Machine, tried: ReadonlySet<Attempt>): Plan {
  const { chromium, chineseFont, canApt, platform } = machine
  if (chromium !== null && chineseFont) return { do: 'nothing', chromium }
  const missing = [...(chromium === null ? ['chromium'] : []), ...(chineseFont ? [] : ['fonts-noto-cjk'])]
  const [first, ...rest] = missing
  if (canApt && first !== undefined && !tried.has('apt-get'))
    return { do: 'apt-get', packages: [first, ...rest] }
  if (chromium === null && !tried.has('download')) return { do: 'download' }
  if (platform !== 'linux' || chineseFont) return { do: 'ask', line: 'npx playwright install chromium' }
  return { do: 'ask', line: `sudo apt-get install ${missing.join(' ')}` }
}
