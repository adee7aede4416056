import assert from 'node:assert/strict'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { browserAt, foundedHouse, openHouse, testDatabase } from '../../testing/index.ts'

function builtPages(t: Pick<TestContext, 'after'>): string {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-pages-'))
  t.after(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'index.html'), `<!doctype html><title>Hufu</title>${' '.repeat(2000)}`)
  writeFileSync(join(dir, 'assets', 'main-Ab3dE6gH.js'), 'export {}')
  writeFileSync(join(dir, 'manifest.webmanifest'), '{}')
  return dir
}

test('the pages are served with what a browser needs to trust them, and addresses of the app lead to its shell', async (t) => {
  const { url } = await testDatabase(t)
  const house = await openHouse(t, url, { webDir: builtPages(t) })
  const browser = browserAt(house.url)
  const shell = await browser.ask('GET', '/console/members?x=1', undefined, { 'accept-encoding': 'gzip, br' })
  assert.match(shell.text, /Hufu/)
  assert.match(
    shell.headers.get('content-security-policy') ?? '',
    /default-src 'self'; script-src 'self';.*frame-ancestors 'none'/,
  )
  assert.equal(shell.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(shell.headers.get('cache-control'), 'no-cache')
  assert.equal(shell.headers.get('content-encoding'), 'br')
  const tag = shell.headers.get('etag') ?? ''
  assert.equal((await browser.ask('GET', '/', undefined, { 'if-none-match': tag })).status, 304)
  const script = await browser.ask('GET', '/assets/main-Ab3dE6gH.js')
  assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/)
  assert.equal((await browser.ask('GET', '/assets/gone.js')).status, 404)
  assert.match((await browser.ask('GET', '/..%2f..%2fetc/passwd')).text, /<title>Hufu/)
  assert.equal((await browser.ask('GET', '/api/v1/nothing')).body['code'], 'request/unknown-route')
  assert.equal((await browser.ask('POST', '/console')).body['code'], 'request/unknown-route')
  assert.equal((await browser.ask('GET', '/readyz')).status, 200)
})

test('a page that loads nothing keeps to its own policy, one that would load more to that of the app', async (t) => {
  const dir = builtPages(t)
  const strict = "default-src 'none'; script-src 'sha256-abc='; img-src data:"
  const page = (policy: string): string =>
    `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}" /><title>alone</title>`
  writeFileSync(join(dir, 'verify.html'), page(strict))
  writeFileSync(join(dir, 'loose.html'), page('default-src *'))
  const { url } = await testDatabase(t)
  const browser = browserAt((await openHouse(t, url, { webDir: dir })).url)
  const policyOf = async (path: string): Promise<string | null> =>
    (await browser.ask('GET', path)).headers.get('content-security-policy')
  assert.equal(await policyOf('/verify.html'), `${strict}; frame-ancestors 'none'`)
  assert.equal(await policyOf('/loose.html'), await policyOf('/'))
  assert.match((await policyOf('/')) ?? '', /^default-src 'self'; script-src 'self';/)
})

test('pages that are not built say how to build them, and the server is not ready', async (t) => {
  const { url } = await testDatabase(t)
  const browser = browserAt((await openHouse(t, url)).url)
  const page = await browser.ask('GET', '/')
  assert.equal(page.status, 503)
  assert.match(page.text, /npm run build/)
  assert.equal((await browser.ask('GET', '/readyz')).status, 503)
})

test('the contract can be read by machines and by people, without signing in and without anything from elsewhere', async (t) => {
  const { house } = await foundedHouse(t)
  const browser = browserAt(house.url)
  const { openapi, paths } = await browser.ok('GET', '/openapi.json')
  assert.equal(openapi, '3.1.0')
  const operation = (paths as Record<string, Record<string, Record<string, unknown>>>)[
    '/api/v1/members/{memberId}/sign-out'
  ]?.['post']
  assert.deepEqual(operation?.['x-asks'], ['sec.session.kick'])
  const docs = await browser.ask('GET', '/docs')
  assert.match(docs.text, /\/api\/v1\/sessions/)
  assert.ok(!/<script|https?:\/\/(?!localhost)/.test(docs.text))
})

test('the numbers of a node can be collected', async (t) => {
  const { ruji, house } = await foundedHouse(t)
  await ruji.ok('GET', '/api/v1/me')
  const { text } = await browserAt(house.url).ask('GET', '/metrics')
  for (const name of [
    'hufu_http_seconds_count{route="GET /api/v1/me",status="200"}',
    'hufu_lease_fresh 1',
    'hufu_barrier_seconds',
    'hufu_perform_seconds',
    'hufu_pool_connections',
  ])
    assert.ok(text.includes(name), name)
})

test('an error of ours tells the caller nothing of the inside, and a code nobody knows is one', async (t) => {
  const { ruji, house } = await foundedHouse(t)
  await house.node.pool.query('alter table member rename to member_gone')
  const answer = await ruji.ask('GET', '/api/v1/me')
  assert.equal(answer.status, 500)
  assert.equal(answer.body['code'], 'server/unexpected')
  assert.ok(!answer.text.includes('member_gone') && !answer.text.includes('relation'))
})
