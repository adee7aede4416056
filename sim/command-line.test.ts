import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import type { Client } from '../cli/client.ts'
import { authenticator, emptyDatabase, steadyStep } from '../server/testing/index.ts'
import { activate, found, newPassword, signIn } from './people.ts'
import { startServer } from './server.ts'

type Ended = { readonly status: number; readonly out: string; readonly err: string }

const program = join(import.meta.dirname, '..', 'cli', 'hufu.mjs')

/** A company with two people of the same name, and a terminal whose owner is not signed in yet. */
async function terminal(t: TestContext) {
  const { url } = await emptyDatabase(t)
  const server = await startServer({ env: { DATABASE_URL: url } })
  t.after(server.stop)
  const home = await mkdtemp(join(tmpdir(), 'hufu-cli-'))
  t.after(() => rm(home, { recursive: true, force: true }))
  const password = newPassword()
  const founding = { code: server.setupCode ?? '', company: 'Wei', name: 'Chen', login: 'chen', password }
  const creator = await found({ server: server.address, locale: 'en-US' }, founding)
  const hufu = (line: string, input = '', env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    run(line, input, {
      PATH: process.env['PATH'] ?? '',
      XDG_CONFIG_HOME: home,
      LANG: 'en_GB.UTF-8',
      HUFU_SERVER: server.address,
      ...env,
    })
  return { creator, hufu, home, password, server }
}

function run(line: string, input: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = spawn(process.execPath, [program, ...line.split(' ')], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const parts = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (parts.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (parts.err += part.toString()))
  child.on('close', (code) => resolve({ status: code ?? -1, ...parts }))
  child.stdin.end(input)
  return promise
}

async function hire(creator: Client, login: string, name: string): Promise<string> {
  const { workspace } = await creator.ask(contract.identity.me, {})
  const body = { login, name, departmentId: workspace.rootDepartmentId, status: 'active' } as const
  return (await creator.ask(contract.directory.addMember, { body })).id
}

test('the answer to “may they?” is the exit status, before and after a permission was taken back', async (t) => {
  const { creator, hufu, password } = await terminal(t)
  const memberId = await hire(creator, 'li', 'Li Na')
  const before = await hufu('can li file.download')
  assert.equal(before.status, 1)
  assert.match(before.err, /login first/)
  assert.equal((await hufu('login chen', 'not-the-password\n')).status, 1)
  const signedIn = await hufu('login chen', `${password}\n`)
  assert.deepEqual([signedIn.status, signedIn.err], [0, ''])
  assert.equal((await hufu('can li file.download')).status, 0)

  // Nobody can be asked in a pipe, so nothing happens; what would is said.
  const unsure = await hufu('revoke li file.download --because leaving')
  assert.equal(unsure.status, 1)
  assert.match(unsure.err, /file\.download: still given by .*will be restricted/)
  assert.equal((await hufu('can li file.download')).status, 0)
  const sure = await hufu('revoke li file.download --because leaving --yes')
  assert.equal(sure.status, 0, sure.err)
  assert.match(sure.out, /Applied on every node/)
  const no = await hufu('why li file.download')
  assert.equal(no.status, 1)
  assert.match(no.out, /restricted/)

  // The person feels it, too.
  await activate(creator, memberId, 'a-very-long-password-1')
  const li = await signIn(creator, { login: 'li', password: 'a-very-long-password-1' })
  assert.equal((await li.ask(contract.identity.me, {})).can['file.download']?.allowed, false)
})

test('names that several people bear are listed, and what was mistyped is told, with exit status 2', async (t) => {
  const { creator, hufu, password } = await terminal(t)
  await hire(creator, 'liu.yang', '刘洋')
  await hire(creator, 'liu.yang2', '刘洋')
  await hufu('login chen', `${password}\n`)
  const two = await hufu('can 刘洋 file.download')
  assert.equal(two.status, 2)
  assert.match(two.err, /liu\.yang {2}刘洋[^]*liu\.yang2 {2}刘洋/)
  assert.equal((await hufu('can liu.yang2 file.download')).status, 0)
  for (const line of [
    '',
    'can',
    'can liu.yang',
    'can liu.yang nothing.such',
    'can nobody file.download',
    'nonsense',
    'grant liu.yang file.download',
    'can liu.yang file.download --at soon',
  ])
    assert.equal((await hufu(line)).status, 2, line)
  const chinese = await hufu('can nobody file.download --lang zh')
  assert.match(chinese.err, /没有找到成员“nobody”/)
})

test('rights given, restricted and lifted from a terminal are on record, and the ledger verifies there and in a file', async (t) => {
  const { creator, hufu, home, password } = await terminal(t)
  await hire(creator, 'li', 'Li Na')
  await hufu('login chen', `${password}\n`)
  const resource = { kind: 'repository', id: 'web', name: 'web', departmentId: null }
  await creator.ask(contract.authority.placeResource, { body: resource })
  const on = '--on repository:web'
  assert.equal((await hufu(`can li resource.write ${on}`)).status, 1)
  const given = await hufu(
    'grant li resource.write --scope repository:web --until 30d --because project --json',
  )
  assert.equal(given.status, 0, given.err)
  assert.equal((await hufu(`can li resource.write ${on}`)).status, 0)
  assert.equal((await hufu(`can li resource.write ${on} --at 31d`)).status, 1)
  const restricted = await hufu('restrict li resource.write --because audit --json')
  assert.equal((await hufu(`can li resource.write ${on}`)).status, 1)
  const { id } = JSON.parse(restricted.out) as { readonly id: string }
  assert.equal((await hufu(`lift ${id} --because done`)).status, 0)
  assert.equal((await hufu(`can li resource.write ${on}`)).status, 0)
  const appointed = await hufu(
    'administrators appoint li --tier scoped --permissions perm.view --because helps',
  )
  assert.equal(appointed.status, 0, appointed.err)
  assert.match((await hufu('administrators')).out, /Li Na .*scoped administrator/)
  assert.equal((await hufu('administrators end li --because done')).status, 0)
  const verified = await hufu('ledger verify')
  assert.equal(verified.status, 0, verified.out + verified.err)
  assert.match(verified.out, /The ledger verifies/)

  const file = join(home, 'ledger.ndjson')
  const taken = await hufu(`ledger export ${file}`, `${password}\n`)
  assert.equal(taken.status, 0, taken.err)
  const away = await hufu(`ledger verify ${file}`)
  assert.equal(away.status, 0, away.out + away.err)
  assert.match(away.out, /The ledger in the file is good/)
})

test('a directory file is a dry run until it is committed, and comes out again as it went in', async (t) => {
  const { hufu, home, password } = await terminal(t)
  await hufu('login chen', `${password}\n`)
  const file = join(home, 'people.csv')
  await writeFile(file, 'name,login,department\n李娜,li.na,Sales/East\n,nobody,Sales\n')
  const dry = await hufu(`import ${file}`)
  assert.match(dry.out, /1 new, .* 1 refused/)
  assert.equal((await hufu('can li.na file.download')).status, 2, 'nobody was added')
  assert.equal((await hufu(`import ${file} --commit`)).status, 1, 'nobody said yes to leaving a row out')
  assert.equal((await hufu(`import ${file} --commit --yes`)).status, 0)
  const out = join(home, 'out.csv')
  assert.equal((await hufu(`export -o ${out}`)).status, 0)
  assert.match(await readFile(out, 'utf8'), /李娜,li\.na/)
  assert.equal((await stat(out)).mode & 0o077, 0, 'personal data are for their owner alone')
  assert.equal((await hufu(`import ${join(home, 'missing.csv')}`)).status, 2)
})

test('a token is kept for its owner alone and forgotten when they sign out; one in the environment wins', async (t) => {
  const { creator, hufu, home, password, server } = await terminal(t)
  await hufu('login chen', `${password}\n`)
  const kept = join(home, 'hufu', `${new URL(server.address).host.replace(':', '_')}.json`)
  assert.equal((await stat(kept)).mode & 0o777, 0o600)
  assert.equal((await stat(join(home, 'hufu'))).mode & 0o777, 0o700)
  assert.equal((await hufu('logout')).status, 0)
  await assert.rejects(stat(kept))
  assert.equal((await hufu('administrators')).status, 1)
  assert.equal((await hufu('administrators', '', { HUFU_TOKEN: creator.door.token ?? '' })).status, 0)
  assert.equal((await hufu('administrators', '', { HUFU_TOKEN: 'A'.repeat(43) })).status, 1)
})

test('what is critical is confirmed by a password, from the terminal or from the environment', async (t) => {
  const { creator, hufu, password } = await terminal(t)
  await hire(creator, 'li', 'Li Na')
  await hire(creator, 'zhou', 'Zhou Jie')
  await hufu('login chen', `${password}\n`)
  const appoint = (who: string) => `administrators appoint ${who} --tier super --because deputy`
  const wrong = await hufu(appoint('li'), 'not-the-password\n')
  assert.equal(wrong.status, 1)
  assert.match(wrong.err, /needs you to confirm[^]*The password is not right/)
  const right = await hufu(appoint('li'), `${password}\n`)
  assert.equal(right.status, 0, right.err)
  const unattended = await hufu(appoint('zhou'), '', { HUFU_PASSWORD: password })
  assert.equal(unattended.status, 0, unattended.err)
})

test('whoever has an authenticator app is asked for a code, and comes in with one, or with one from paper', async (t) => {
  const { creator, hufu, password } = await terminal(t)
  await steadyStep(8000)
  const { secret } = await creator.ask(contract.factors.beginTotp, { body: {} })
  const app = authenticator(secret)
  await creator.ask(contract.factors.confirmTotp, { body: { code: app.code(-1) } })
  const { codes } = await creator.ask(contract.factors.makeRecoveryCodes, { body: {} })
  const alone = await hufu('login chen', `${password}\n\n`)
  assert.equal(alone.status, 1, alone.out)
  const byApp = await hufu('login chen', `${password}\n${app.code()}\n`)
  assert.equal(byApp.status, 0, byApp.err)
  const byPaper = await hufu('login chen', `${password}\n${codes[0] ?? ''}\n`)
  assert.equal(byPaper.status, 0, byPaper.err)
})
