import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { Plugin } from 'vite'

const here = import.meta.dirname
const text = (...path: readonly string[]): string => readFileSync(join(here, ...path), 'utf8')
const digest = (content: string): string =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`

/** The page that verifies without a server, as one file that loads nothing: `verify.html` beside the app. */
export function verifyPage(): Plugin {
  return {
    name: 'verify-page',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'verify.html', source: await pageText() })
    },
    configureServer({ middlewares }) {
      middlewares.use('/verify.html', (_request, response, next) => {
        pageText().then((page) => {
          response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
        }, next)
      })
    },
  }
}

async function pageText(): Promise<string> {
  const style = text('../ui/styles/colours.css') + text('page.css')
  const script = await scriptText()
  const icon = `data:image/svg+xml,${encodeURIComponent(text('../public/icon.svg').trim())}`
  // It stands in the page itself, so that a saved copy still loads and sends nothing.
  const policy = [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Readonly<Record<string, string>> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    icon: `<link rel="icon" type="image/svg+xml" href="${icon}" />`,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
  }
  return text('page.html').replaceAll(/<!-- (\w+) -->/g, (_whole, name: string) => parts[name] ?? '')
}

/** All of the page's program, made of one piece. */
async function scriptText(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    root: here,
    publicDir: false,
    build: {
      write: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(here, 'page.ts'), output: { format: 'iife' } },
    },
  })
  const [bundle] = [made].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('the page that verifies was not built')
  const [chunk, ...others] = bundle.output
  if (others.length > 0) throw new Error('the page that verifies is in several pieces')
  if (/<\/script|<!--/i.test(chunk.code)) throw new Error('the program of the page would end its own element')
  return chunk.code.trim()
}
