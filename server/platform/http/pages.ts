import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Locale } from './call.ts'

/** One file of the web app, held in memory: the whole app is a few megabytes. */
export type Page = {
  /** The bytes in the best way the browser takes; `null` encoding is as they are. */
  readonly encoded: (accepts: string) => { readonly body: Buffer; readonly encoding: 'br' | 'gzip' | null }
  readonly type: string
  /** The policy that a page brings of its own, in place of that of the app; `null` for all others. */
  readonly policy: string | null
  readonly tag: string
  /** Its name bears a hash of its content, so it never changes. */
  readonly immutable: boolean
}

/** The web app as it was built. `find` answers the shell for addresses of the app itself; null when nothing is built. */
export type Pages = { readonly built: () => boolean; readonly find: (path: string) => Page | null }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

const compressed = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt'])
const FILES_MAX = 2000
const COMPRESS_BYTES_MIN = 1024

/** Reads the built app when it is first asked for. Requests look names up in a map, so none can leave the folder. */
export function pagesFrom(dir: string): Pages {
  let pages: ReadonlyMap<string, Page> | null = null
  const load = (): ReadonlyMap<string, Page> | null => {
    if (pages === null && existsSync(join(dir, 'index.html'))) pages = readPages(dir)
    return pages
  }
  return {
    built: () => load() !== null,
    find(path) {
      const all = load()
      if (all === null) return null
      const page = all.get(path)
      if (page !== undefined) return page
      // A missing file is missing; an address without extension is one of the app's own.
      return extname(path) === '' ? (all.get('/index.html') ?? null) : null
    },
  }
}

function readPages(dir: string): ReadonlyMap<string, Page> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.map'))
  if (files.length > FILES_MAX)
    throw new Error(`${dir} holds ${files.length} files: this is no built web app`)
  return new Map(files.map((path) => [`/${relative(dir, path).split(sep).join('/')}`, pageOf(path)] as const))
}

function pageOf(path: string): Page {
  const body = readFileSync(path)
  const extension = extname(path)
  return {
    encoded:
      compressed.has(extension) && body.length > COMPRESS_BYTES_MIN
        ? encodings(body)
        : () => ({ body, encoding: null }),
    type: types[extension] ?? 'application/octet-stream',
    policy: extension === '.html' ? ownPolicy(body.toString('utf8')) : null,
    tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    immutable: /[-.][A-Za-z0-9_-]{8,}\.\w+$/.test(path) && path.split(sep).includes('assets'),
  }
}

const ownPolicyTag = /<meta http-equiv="Content-Security-Policy" content="([^"<>\r\n]+)"/

// A page of one piece names its own script by its hash. Where nothing loads by default, no policy of its own is wider than ours.
function ownPolicy(html: string): string | null {
  const policy = ownPolicyTag.exec(html)?.[1]
  return policy?.startsWith("default-src 'none'; ") === true ? `${policy}; frame-ancestors 'none'` : null
}

// Packed when first asked for: a start should not wait for files nobody wants yet.
function encodings(body: Buffer): Page['encoded'] {
  let brotli: Buffer | null = null
  let gzip: Buffer | null = null
  return (accepts) => {
    if (/\bbr\b/.test(accepts)) {
      brotli ??= brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      return { body: brotli, encoding: 'br' }
    }
    if (!/\bgzip\b/.test(accepts)) return { body, encoding: null }
    gzip ??= gzipSync(body)
    return { body: gzip, encoding: 'gzip' }
  }
}

/** What stands in place of the app until it is built. */
export function notBuilt(locale: Locale): string {
  const words =
    locale === 'zh-CN'
      ? '网页尚未构建。请在仓库目录运行 <code>npm run build</code>，然后刷新此页。'
      : 'The pages are not built yet. Run <code>npm run build</code> in the repository, then reload.'
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>Hufu 虎符</title><body><p>${words}</p></body></html>`
}
