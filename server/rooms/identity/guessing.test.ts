import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, browserAt, foundedHouse } from '../../testing/index.ts'
import { lanesFor, networkOf } from './lanes.ts'
import { tries } from './limits.ts'
import { usualCost } from './password.ts'

// The proxy on this machine says where a request comes from; here it says what the test wants.
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address })

test('a guesser gets a few tries at an account and then none, while its owner signs in from a device they have used', async (t) => {
  const { house, hire } = await foundedHouse(t, { passwordCost: usualCost })
  const { browser: owner } = await hire('wangwei')
  await owner.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
  let verified = 0
  for (let round = 0; round < 60; round += 1) {
    const address = `203.0.${round % 20}.${round}`
    const guess = await browserAt(house.url).ask(
      'POST',
      '/api/v1/sessions',
      { login: 'wangwei', password: `guess number ${round}` },
      from(address),
    )
    if (guess.body['code'] === 'identity/wrong-credentials') verified += 1
    else assert.equal(guess.body['code'], 'identity/too-many-attempts')
  }
  assert.ok(verified <= 10, `${verified} guesses were compared`)
  const late = await browserAt(house.url).ask(
    'POST',
    '/api/v1/sessions',
    { login: 'wangwei', password: PASSWORD },
    from('203.0.3.9'),
  )
  assert.equal(late.status, 429)
  assert.ok(Number(late.headers.get('retry-after')) > 0)
  await owner.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD }, from('198.51.100.7'))
})

test('the owner signs in from a network they have used, while strangers have spent their tries elsewhere', async (t) => {
  const { house, hire } = await foundedHouse(t, { passwordCost: usualCost })
  await hire('wangwei')
  const home = from('192.0.2.10')
  await browserAt(house.url).ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD }, home)
  for (let round = 0; round < 20; round += 1)
    await browserAt(house.url).ask(
      'POST',
      '/api/v1/sessions',
      { login: 'wangwei', password: 'a wrong guess' },
      from(`203.0.${round}.1`),
    )
  await browserAt(house.url).ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD }, home)
})

test('twenty guesses at the same moment are not more than one after the other', async (t) => {
  const { house, hire } = await foundedHouse(t, { passwordCost: usualCost })
  await hire('wangwei')
  const guesses = await Promise.all(
    Array.from({ length: 20 }, () =>
      browserAt(house.url).ask(
        'POST',
        '/api/v1/sessions',
        { login: 'wangwei', password: 'a wrong guess' },
        from('203.0.113.4'),
      ),
    ),
  )
  assert.equal(guesses.filter(({ status }) => status === 401).length, tries.networkOfAccount)
})

test('a login nobody has is answered as one that somebody has: the same words, and as many tries', async (t) => {
  const { house, hire } = await foundedHouse(t, { passwordCost: usualCost })
  await hire('wangwei')
  const answers = async (login: string, address: string) => {
    const codes: unknown[] = []
    for (let round = 0; round < tries.networkOfAccount + 2; round += 1) {
      const { body } = await browserAt(house.url).ask(
        'POST',
        '/api/v1/sessions',
        { login, password: 'a wrong guess' },
        from(address),
      )
      codes.push({
        ...body,
        requestId: '',
        details: Object.keys(body['details'] ?? {}),
        title: String(body['title']).replace(/\d+/, ''),
        detail: '',
      })
    }
    return codes
  }
  assert.deepEqual(await answers('wangwei', '203.0.113.5'), await answers('nobody-here', '203.0.114.5'))
})

test('how long an answer takes does not tell whether a login exists', async (t) => {
  const { house, hire } = await foundedHouse(t, { passwordCost: usualCost })
  const rounds = 12
  const logins = Array.from({ length: rounds }, (_, index) => `member${index}`)
  for (const login of logins) await hire(login)
  const time = async (login: string, index: number): Promise<number> => {
    const began = performance.now()
    await browserAt(house.url).ask(
      'POST',
      '/api/v1/sessions',
      { login, password: 'a wrong guess' },
      from(`198.51.${index}.1`),
    )
    return performance.now() - began
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let index = 0; index < rounds; index += 1) {
    known.push(await time(`member${index}`, index))
    unknown.push(await time(`nobody${index}`, 100 + index))
  }
  const middle = (times: readonly number[]): number =>
    times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  // A login that skips the hash answers ten times as fast; a busy machine blurs by less than half.
  assert.ok(middle(unknown) > middle(known) / 2, `${middle(unknown)} ms against ${middle(known)} ms`)
})

test(
  'in a storm of guesses an account takes ten, its owner comes in, and others hardly notice',
  { timeout: 600_000 },
  async (t) => {
    const guesses = Number(process.env['HUFU_TRIALS_COUNT'] ?? 300)
    const { house, ruji, hire } = await foundedHouse(t, { passwordCost: usualCost })
    const { browser: owner } = await hire('wangwei')
    await owner.ok('POST', '/api/v1/sessions', { login: 'wangwei', password: PASSWORD })
    const seen = { verified: 0, busy: 0, sent: 0, storm: true }
    const guess = async (): Promise<void> => {
      while (seen.sent < guesses) {
        const number = seen.sent++
        // Half of them on one account, half over a thousand, from two hundred networks.
        const login = number % 2 === 0 ? 'wangwei' : `member${number % 1000}`
        const headers = { 'x-forwarded-for': `198.51.${number % 200}.${number % 250}` }
        const { status } = await browserAt(house.url).ask(
          'POST',
          '/api/v1/sessions',
          { login, password: `guess ${number}` },
          headers,
        )
        if (status === 401 && number % 2 === 0) seen.verified += 1
        if (status === 503) seen.busy += 1
      }
    }
    const others: number[] = []
    const entries = { tried: 0, let: 0 }
    const bystander = async (): Promise<void> => {
      while (seen.storm) {
        const began = performance.now()
        await ruji.ok('GET', '/api/v1/positions')
        others.push(performance.now() - began)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    const comingIn = async (): Promise<void> => {
      while (seen.storm) {
        entries.tried += 1
        const { status } = await owner.ask('POST', '/api/v1/sessions', {
          login: 'wangwei',
          password: PASSWORD,
        })
        if (status === 200) entries.let += 1
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    }
    const beside = [bystander(), comingIn()]
    await Promise.all(Array.from({ length: 20 }, guess))
    seen.storm = false
    await Promise.all(beside)
    const sorted = others.toSorted((a, b) => a - b)
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0
    t.diagnostic(
      `${guesses} guesses: ${seen.verified} compared for one account, ${seen.busy} turned away busy; owner ${entries.let} of ${entries.tried}; others p99 ${p99.toFixed(0)} ms of ${others.length}`,
    )
    assert.ok(seen.verified <= 10)
    assert.equal(entries.let, entries.tried)
  },
)

test('addresses count by network: 24 bits of IPv4, 56 of IPv6, and mapped ones as what they are', () => {
  assert.equal(networkOf('192.0.2.77'), '192.0.2')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2')
  assert.equal(networkOf('2001:db8:1:23ff::9'), networkOf('2001:db8:1:2300:8::1'))
  assert.notEqual(networkOf('2001:db8:1:24ff::9'), networkOf('2001:db8:1:2300::1'))
  assert.equal(networkOf('::1'), networkOf('0:0:0:0:0:0:0:1'))
})

test('known networks and strangers together never make more than ten tries of an account', () => {
  assert.ok(tries.knownNetworks + tries.strangers <= 10)
  assert.equal(lanesFor('a', { address: '192.0.2.1', device: null, networkKnown: true }).length, 3)
  assert.equal(tries.networkOfAccount, tries.knownNetworks)
})
