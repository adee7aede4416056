import { createHash } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import { tries } from './limits.ts'

/** One bound on guessing: a key that is counted, and how often in a window. */
export type Lane = { readonly key: Buffer; readonly tries: number }

const keyOf = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest()

/** The network of an address: the first 24 bits of IPv4, the first 56 of IPv6, which is what one customer gets. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address.split('%')[0] ?? ''
  if (isIPv4(plain)) return plain.split('.').slice(0, 3).join('.')
  return isIPv6(plain) ? groupsOf(plain).slice(0, 4).join(':').slice(0, -2) : 'unknown'
}

function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...middle, ...right].map((group) => group.padStart(4, '0'))
}

/** Marks by which a member's devices and networks are remembered. */
export const marks = {
  device: (token: string): Buffer => keyOf('device', token),
  network: (address: string): Buffer => keyOf('network', networkOf(address)),
}

/** Where a try comes from, as far as the account knows it. */
export type Origin = {
  readonly address: string
  readonly device: string | null
  readonly networkKnown: boolean
}

/**
 * The lanes a try has to pass. A device that has signed in before is by itself; everybody else is counted with their
 * network and with all others who are as strange, so that strangers cannot use up what the member has.
 */
export function lanesFor(account: string, { address, device, networkKnown }: Origin): readonly Lane[] {
  if (device !== null) return [{ key: keyOf('by-device', account, device), tries: tries.device }]
  const network = networkOf(address)
  return [
    { key: keyOf('network', network), tries: tries.network },
    { key: keyOf('account', account, network), tries: tries.networkOfAccount },
    networkKnown
      ? { key: keyOf('known', account), tries: tries.knownNetworks }
      : { key: keyOf('strangers', account), tries: tries.strangers },
  ]
}

/** The one lane of what a network does without saying for whom. */
export const networkLane = (what: string, address: string, tries: number): Lane => ({
  key: keyOf(what, networkOf(address)),
  tries,
})
