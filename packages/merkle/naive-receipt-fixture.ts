import { createHash, createPublicKey, verify } from 'node:crypto'

/**
 * A second opinion on receipts, for tests: rules L27 to L30 read aloud with node:crypto, sharing nothing
 * with the real code. It says yes or no and nothing else.
 */
export function believes(text: string, trusted?: string): boolean {
  try {
    const file = JSON.parse(text) as File
    if (JSON.stringify(shapeOf(file)) !== JSON.stringify(expected(file))) return false
    const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*:/g)]
    if (written.length !== names(file)) return false
    if (trusted !== undefined && file.key !== trusted) return false
    const key = keyFrom(file.key)
    return key !== null && isSigned(file, key) && isProved(file, key) && isSame(file) && isTried(file.receipt)
  } catch {
    return false
  }
}

type Place = { type: string; id: string | null; name: string | null }
type Vector = { place: Place; permissions: string[] }[]
type File = {
  format: string
  note: string
  key: string
  entry: { leaf: string; proof: string }
  receipt: {
    v: number
    origin: string
    workspace: { id: string; name: string }
    revocation: {
      id: string
      member: { id: string; name: string }
      by: { id: string; name: string }
      at: string
      what: string
      reason: string
      because: string
      revision: number
      finishing: string | null
    }
    rights: {
      permission: string
      zh: string
      en: string
      ended: string[]
      left: string[]
      restricted: string | null
    }[]
    before: Vector
    after: Vector
    applied: {
      state: string
      tookMs: number
      nodes: { node: string; outcome: string; afterMs: number }[]
    } | null
    checks: {
      round: number
      node: string
      at: string
      tookMs: number
      tried: number
      failed: { permission: string; place: Place }[]
      surfaces: { kind: string; tried: number; refused: number; notTried: number; failed: number }[]
    }[]
    remaining: { permission: string; label: string; how: string; because: string }[]
    handover: {
      given: { kind: string; to: string; how: string; count: number; at: string }[]
      backups: { at: string; sha256: string; things: number }[]
    } | null
    issuedAt: string
  }
}
type Key = { name: string; id: Buffer; raw: Buffer }

const sha = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function keyFrom(line: string): Key | null {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line)
  if (!match) return null
  const [, name = '', id = '', encoded = ''] = match
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1 || bytes.toString('base64') !== encoded) return null
  if (sha(`${name}\n`, bytes).toString('hex').slice(0, 8) !== id) return null
  return { name, id: Buffer.from(id, 'hex'), raw: bytes.subarray(1) }
}

/** The text of a note, when the key signed it. */
function opened(note: string, key: Key): string | null {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, end + 1)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.raw.toString('base64url') }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  let signed = false
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const match = /^— (\S+) (\S+)$/.exec(line)
    if (!match) return null
    const bytes = Buffer.from(match[2] ?? '', 'base64')
    if (bytes.toString('base64') !== match[2] || bytes.length < 5) return null
    if (match[1] !== key.name || !bytes.subarray(0, 4).equals(key.id)) continue
    if (!signed && !verify(null, Buffer.from(text), publicKey, bytes.subarray(4))) return null
    signed = true
  }
  return signed ? text : null
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  )
}

function isSigned({ receipt, note }: File, key: Key): boolean {
  const digest = sha(JSON.stringify(sorted(receipt))).toString('base64')
  return (
    receipt.origin === key.name &&
    receipt.origin === `hufu/${receipt.workspace.id}/authority` &&
    opened(note, key) === `${receipt.origin}\nhufu receipt v1\n${digest}\n`
  )
}

/** The root that a path leads to; RFC 6962, 2.1.1, from the far end. */
function climb(index: number, size: number, leaf: Buffer, path: Buffer[]): Buffer | null {
  if (size === 1) return path.length === 0 ? leaf : null
  const last = path.at(-1)
  if (last === undefined) return null
  let half = 1
  while (half * 2 < size) half *= 2
  const left = index < half
  const below = climb(left ? index : index - half, left ? half : size - half, leaf, path.slice(0, -1))
  if (below === null) return null
  return left ? sha(Buffer.of(1), below, last) : sha(Buffer.of(1), last, below)
}

function isProved({ entry }: File, key: Key): boolean {
  const match = /^c2sp\.org\/tlog-proof@v1\nindex (0|[1-9]\d*)\n((?:[A-Za-z0-9+/=]{44}\n)*)\n/.exec(
    entry.proof,
  )
  if (!match) return false
  const lines = (match[2] ?? '').split('\n').slice(0, -1)
  const path = lines.map((line) => Buffer.from(line, 'base64'))
  if (path.some((node, at) => node.length !== 32 || node.toString('base64') !== lines[at])) return false
  const head = opened(entry.proof.slice(match[0].length), key)?.split('\n')
  if (!head || head[0] !== key.name || !/^(0|[1-9]\d*)$/.test(head[1] ?? '')) return false
  const index = Number(match[1])
  const size = Number(head[1])
  if (index >= size) return false
  return climb(index, size, sha(Buffer.of(0), entry.leaf), path)?.toString('base64') === head[2]
}

type Taken = { permission: string; grantId?: string; restrictionId?: string; groupId?: string }
type Data = {
  revocationId: string
  memberId: string
  what: string
  reason: string
  ended: Taken[]
  restricted: Taken[]
  left?: Taken[]
  kept?: Taken[]
}

function isSame({ receipt, entry }: File): boolean {
  const { rights, remaining, revocation: said } = receipt
  const leaf = JSON.parse(entry.leaf) as {
    event: string
    workspace: string
    tree: string
    revision: number
    at: string
    actor: { id?: string }
    data: Data
  }
  const ended = rights.flatMap((right) =>
    right.ended.map((grantId) => ({ grantId, permission: right.permission })),
  )
  const restricted = rights.flatMap((right) =>
    right.restricted === null ? [] : [{ permission: right.permission, restrictionId: right.restricted }],
  )
  const left = rights.flatMap((right) =>
    right.left.map((groupId) => ({ groupId, permission: right.permission })),
  )
  const stays = remaining.filter(({ how }) => how === 'kept').map(({ permission }) => permission)
  const data = {
    ended: set(ended),
    memberId: said.member.id,
    what: said.what,
    reason: said.reason,
    restricted: set(restricted),
    left: set(left),
    kept: stays.toSorted(),
  }
  const { data: there } = leaf
  return (
    JSON.stringify(
      sorted({
        ...there,
        ended: set(there.ended),
        restricted: set(there.restricted),
        left: set(there.left ?? []),
        kept: (there.kept ?? []).map(({ permission }) => permission).toSorted(),
      }),
    ) === JSON.stringify(sorted({ ...data, revocationId: said.id })) &&
    leaf.event === 'revocation.applied@1' &&
    leaf.tree === 'authority' &&
    leaf.workspace === receipt.workspace.id &&
    leaf.revision === said.revision &&
    leaf.at === said.at &&
    leaf.actor.id === said.by.id &&
    (rights.length > 0 || said.what === 'suspension' || said.what === 'departure') &&
    new Set(rights.map((right) => right.permission)).size === rights.length &&
    (said.what === 'suspension' ||
      said.what === 'departure' ||
      rights.every((right) => right.ended.length + right.left.length > 0 || right.restricted !== null))
  )
}

const set = (list: Taken[]): string[] => list.map((one) => JSON.stringify(sorted(one))).toSorted()

function isTried({
  revocation,
  rights,
  remaining,
  before,
  after,
  checks,
  applied,
}: File['receipt']): boolean {
  const isNamed = (key: string): boolean => rights.some(({ permission }) => permission === key)
  const isLost = (key: string): boolean =>
    isNamed(key) && !remaining.some(({ permission, how }) => permission === key && how === 'kept')
  if (checks.length === 0) return false
  if (revocation.what !== 'grant' && after.some(({ permissions }) => permissions.some(isLost))) return false
  const round = Math.max(...checks.map((check) => check.round))
  const last = checks.filter((check) => check.round === round)
  let pairs = 0
  for (const { place, permissions } of before)
    for (const permission of permissions) {
      const stays = after.some(
        (one) =>
          one.place.type === place.type && one.place.id === place.id && one.permissions.includes(permission),
      )
      if (!stays && !isNamed(permission)) return false
      if (!stays) pairs += 1
    }
  if (last.some(({ tried, failed }) => tried < pairs || failed.length > 0)) return false
  for (const { tried, surfaces } of last) {
    if (surfaces.length !== ways.length) return false
    for (const [at, way] of surfaces.entries()) {
      if (way.kind !== ways[at] || way.failed !== 0 || way.tried !== way.refused) return false
      if (at === 0 && way.tried !== tried) return false
    }
  }
  return (applied?.nodes ?? []).every(
    ({ node, outcome }) => outcome !== 'acknowledged' || last.some((check) => check.node === node),
  )
}

const ways = 'decision request session socket link invitation residual'.split(' ')

/** How many fields. */
function names(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const parts = Object.values(value).map(names)
  return parts.reduce((sum, part) => sum + part, Array.isArray(value) ? 0 : parts.length)
}

/** A value with a word for each of its parts in place of the part. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value === 'object' && value !== null)
    return sorted(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)])))
  if (typeof value === 'string') return value.isWellFormed() ? 'text' : 'bad'
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? 'number' : 'bad'
  return value === null ? 'null' : 'bad'
}

const filled = (value: string): string => (typeof value === 'string' && value.length > 0 ? 'text' : 'a text')
const nullable = (value: string | null): string => (value === null ? 'null' : filled(value))
const labelOrNull = (value: string | null): string => (value === null ? 'null' : 'text')
const among = (value: string, ...allowed: string[]): string =>
  allowed.includes(value) ? 'text' : 'one of them'
const time = (value: string): string =>
  value.length === 24 && new Date(value).toISOString() === value ? 'text' : 'a time'
const person = ({ id }: { id: string }) => ({ id: filled(id), name: 'text' })
const where = ({ type, id, name }: Place) => ({
  type: among(type, 'workspace', 'department', 'resource'),
  id: nullable(id),
  name: labelOrNull(name),
})
const vectorOf = (vector: Vector) =>
  vector.map(({ place, permissions }) => ({ place: where(place), permissions: permissions.map(filled) }))

/** What `shapeOf` has to say about a file of this format. */
function expected({ format, receipt: { revocation, ...receipt } }: File): unknown {
  return sorted({
    format: among(format, 'hufu-receipt-v1'),
    note: 'text',
    key: 'text',
    entry: { leaf: 'text', proof: 'text' },
    receipt: {
      v: receipt.v === 1 ? 'number' : 'one',
      origin: filled(receipt.origin),
      workspace: person(receipt.workspace),
      revocation: {
        id: filled(revocation.id),
        member: person(revocation.member),
        by: person(revocation.by),
        at: time(revocation.at),
        what: among(revocation.what, 'rights', 'grant', 'suspension', 'departure'),
        reason: filled(revocation.reason),
        because: 'text',
        revision: 'number',
        finishing: revocation.finishing === null ? 'null' : time(revocation.finishing),
      },
      rights: receipt.rights.map(({ permission, ended, left, restricted }) => ({
        permission: filled(permission),
        zh: 'text',
        en: 'text',
        ended: ended.map(filled),
        left: left.map(filled),
        restricted: nullable(restricted),
      })),
      before: vectorOf(receipt.before),
      after: vectorOf(receipt.after),
      applied: appliedOf(receipt.applied),
      checks: receipt.checks.map((check) => ({
        round: 'number',
        node: filled(check.node),
        at: time(check.at),
        tookMs: 'number',
        tried: 'number',
        failed: check.failed.map(({ permission, place }) => ({
          permission: filled(permission),
          place: where(place),
        })),
        surfaces: check.surfaces.map(({ kind }) => ({
          kind: among(kind, ...ways),
          tried: 'number',
          refused: 'number',
          notTried: 'number',
          failed: 'number',
        })),
      })),
      remaining: receipt.remaining.map(pathOf),
      handover: handoverOf(receipt.handover),
      issuedAt: time(receipt.issuedAt),
    },
  })
}

const pathOf = ({ permission, how }: File['receipt']['remaining'][number]): unknown => ({
  permission: filled(permission),
  label: 'text',
  how: among(how, 'stopped', 'kept'),
  because: 'text',
})

const handoverOf = (handover: File['receipt']['handover']): unknown =>
  handover === null
    ? 'null'
    : {
        given: handover.given.map(({ kind, how, at }) => ({
          kind: filled(kind),
          to: 'text',
          how: among(how, 'accepted', 'parked'),
          count: 'number',
          at: time(at),
        })),
        backups: handover.backups.map(({ at, sha256 }) => ({
          at: time(at),
          sha256: filled(sha256),
          things: 'number',
        })),
      }

const appliedOf = (applied: File['receipt']['applied']): unknown =>
  applied === null
    ? 'null'
    : {
        state: among(applied.state, 'applied', 'applying', 'unverified'),
        tookMs: 'number',
        nodes: applied.nodes.map(({ node, outcome }) => ({
          node: filled(node),
          outcome: among(outcome, 'acknowledged', 'lease-ran-out', 'silent'),
          afterMs: 'number',
        })),
      }
