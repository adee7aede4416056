/** A device that keeps passkeys, in software: what a browser and a security chip do between them, for tests. */
import { createHash, createPublicKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

type Options = Readonly<Record<string, unknown>>
type Answer = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: 'public-key' }

type Kept = {
  readonly id: Buffer
  readonly rpId: string
  readonly userHandle: string
  readonly key: KeyObject
  readonly counts: boolean
  counter: number
}

export type Bad = {
  /** The page that asks is another one. */
  readonly origin?: string
  /** The owner was not asked for a finger, a face or a number. */
  readonly unverified?: true
  /** A copy that has not counted along. */
  readonly counter?: number
  /** Gives out the passkey it made last, once more. */
  readonly again?: true
  /** Signs with a key of its own. */
  readonly otherKey?: true
}

export type Keyring = {
  readonly make: (options: Options, bad?: Bad) => Answer
  readonly sign: (options: Options, bad?: Bad) => Answer
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const sha = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
function sameKeys(kept: readonly Kept[]) {
  const privateKey = kept.at(-1)?.key
  if (privateKey === undefined) throw new Error('this device has made no passkey')
  return { privateKey, publicKey: createPublicKey(privateKey) }
}
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

// CBOR as far as a passkey needs it: small numbers, bytes, texts, and maps of them.
type Cbor = number | string | Buffer | ReadonlyMap<number | string, Cbor>
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const parts = [...value].flatMap(([key, each]) => [cbor(key), cbor(each)])
  return Buffer.concat([head(5, value.size), ...parts])
}

function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
}

const USER_PRESENT = 1
const USER_VERIFIED = 4
const KEY_FOLLOWS = 64
function authData(rpId: string, bad: Bad, counter: number, key: Buffer | null): Buffer {
  const flags = USER_PRESENT | (bad.unverified ? 0 : USER_VERIFIED) | (key === null ? 0 : KEY_FOLLOWS)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([sha(rpId), Buffer.from([flags]), count, key ?? Buffer.alloc(0)])
}

const clientData = (type: string, { challenge }: Options, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

/** Opens a device whose browser stands at an origin. `counts`: it says how often it has signed, as some do. */
export function authenticatorAt(
  origin: string,
  { counts = true }: { readonly counts?: boolean } = {},
): Keyring {
  const kept: Kept[] = []
  return {
    make: (options, bad = {}) => make(kept, options, { origin, counts, ...bad }),
    sign: (options, bad = {}) => sign(kept, options, { origin, ...bad }),
  }
}

type At = Bad & { readonly origin: string }

function make(kept: Kept[], options: Options, how: At & { readonly counts: boolean }): Answer {
  // The options are what the server answered; a wrong shape fails where it is read.
  const { rp, user } = options as {
    readonly rp: { readonly id: string }
    readonly user: { readonly id: string }
  }
  const before = how.again ? kept.at(-1) : undefined
  const { publicKey, privateKey } = how.again ? sameKeys(kept) : newKeys()
  const credentialId = before?.id ?? randomBytes(16)
  kept.push({
    id: credentialId,
    rpId: rp.id,
    userHandle: user.id,
    key: privateKey,
    counts: how.counts,
    counter: 0,
  })
  const length = Buffer.from([0, credentialId.length])
  const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseOf(publicKey)])
  const attestation = new Map<string, Cbor>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData(rp.id, how, 0, attested)],
  ])
  return answerOf(credentialId, {
    clientDataJSON: clientData('webauthn.create', options, how.origin).toString('base64url'),
    attestationObject: cbor(attestation).toString('base64url'),
    transports: ['internal'],
  })
}

function sign(kept: readonly Kept[], options: Options, how: At): Answer {
  const allowed = (options['allowCredentials'] ?? []) as readonly { readonly id: string }[]
  const one = kept.findLast(
    ({ id, rpId }) =>
      rpId === text(options['rpId']) &&
      (allowed.length === 0 || allowed.some((each) => each.id === id.toString('base64url'))),
  )
  if (one === undefined) throw new Error('this device keeps no passkey for that')
  if (one.counts) one.counter += 1
  const data = authData(one.rpId, how, how.counter ?? one.counter, null)
  const client = clientData('webauthn.get', options, how.origin)
  const signature = createSign('sha256')
    .update(Buffer.concat([data, sha(client)]))
    .sign(how.otherKey ? newKeys().privateKey : one.key)
  return answerOf(one.id, {
    clientDataJSON: client.toString('base64url'),
    authenticatorData: data.toString('base64url'),
    signature: signature.toString('base64url'),
    userHandle: one.userHandle,
  })
}

function answerOf(credentialId: Buffer, response: Options): Answer {
  const id = credentialId.toString('base64url')
  return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} }
}
