import { hash, timingSafeEqual } from 'node:crypto'
import { refuse } from '@hufu/kit'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { Place } from './place.ts'
import type { ChallengePurpose } from './tables.ts'

/** How long somebody may take with their device. */
export const CHALLENGE_MS = 5 * 60 * 1000

/** EdDSA, ES256 and RS256: what every device has one of, and every node can check alike. */
const ALGORITHMS = [-8, -7, -257]

const part = z.string().max(20_000)
const common = { id: z.string().min(1).max(2000), rawId: z.string().max(2000), type: z.literal('public-key') }
const signedAnswer = z.looseObject({
  ...common,
  response: z.looseObject({
    clientDataJSON: part,
    authenticatorData: part,
    signature: part,
    userHandle: z.string().max(200).nullish(),
  }),
})
const madeAnswer = z.looseObject({
  ...common,
  response: z.looseObject({
    clientDataJSON: part,
    attestationObject: z.string().max(100_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
})
export type Signed = z.infer<typeof signedAnswer>
export type Made = z.infer<typeof madeAnswer>

const wrong = () => refuse('identity/passkey-wrong')

/** A signature as the browser gave it. Throws `identity/passkey-wrong` for what is none. */
export function signedFrom(answer: unknown): Signed {
  const read = signedAnswer.safeParse(answer)
  if (!read.success) throw wrong()
  return read.data
}

/** A new passkey as the browser gave it. Throws `identity/passkey-wrong` for what is none. */
export function madeFrom(answer: unknown): Made {
  const read = madeAnswer.safeParse(answer)
  if (!read.success) throw wrong()
  return read.data
}

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url')
const challengeText = z.object({ challenge: z.string().max(200), origin: z.string().max(500) })

/**
 * What was asked to be signed, by what the browser says. Throws `identity/passkeys-elsewhere` where the page that asked was
 * not ours: that is what a passkey is for.
 */
export function askedIn(clientDataJSON: string, { origin }: Place): Buffer {
  let said: unknown
  try {
    said = JSON.parse(bytesOf(clientDataJSON).toString('utf8'))
  } catch {
    throw wrong()
  }
  const read = challengeText.safeParse(said)
  if (!read.success) throw wrong()
  if (read.data.origin !== origin) throw refuse('identity/passkeys-elsewhere', { at: origin })
  return bytesOf(read.data.challenge)
}

/** What a signature is about. All that is null for one purpose is set for another. */
export type Bound = {
  readonly purpose: ChallengePurpose
  readonly memberId: string | null
  readonly sessionId: string | null
  readonly epoch: number | null
  readonly actHash: Buffer | null
  readonly pendingId: string | null
}

/** The number to be signed: a random one mixed with all it is good for, so that the signature itself is about that. */
export const challengeOf = (nonce: Buffer, bound: Bound): Buffer =>
  hash(
    'sha256',
    Buffer.concat([
      nonce,
      bound.actHash ?? Buffer.alloc(32),
      Buffer.from(
        [
          bound.purpose,
          bound.memberId ?? '',
          bound.sessionId ?? '',
          String(bound.epoch ?? ''),
          bound.pendingId ?? '',
        ].join('\n'),
      ),
    ]),
    'buffer',
  )

/** Whether what was signed is the number of this row and of nothing else. */
export function isAbout(signed: Buffer, nonce: Buffer, bound: Bound): boolean {
  const expected = challengeOf(nonce, bound)
  return signed.length === expected.length && timingSafeEqual(signed, expected)
}

export type Named = { readonly credentialId: Buffer; readonly transports: readonly string[] }
const described = (known: readonly Named[]) =>
  known.map(({ credentialId, transports }) => ({
    id: credentialId.toString('base64url'),
    transports: [...transports],
  }))
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

/** What to hand to the browser to have a number signed. Without a list, whoever holds a passkey of this place chooses one. */
export const toSign = async (place: Place, challenge: Buffer, among: readonly Named[] = []) => ({
  ...(await generateAuthenticationOptions({
    rpID: place.rpId,
    challenge: bytes(challenge),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    ...(among.length === 0 ? {} : { allowCredentials: described(among) }),
  })),
})

export type Holder = {
  readonly memberId: string
  readonly login: string
  readonly name: string
  readonly company: string
}

/** What to hand to the browser to make a passkey. Nobody is asked what device it is. */
export const toMake = async (
  place: Place,
  challenge: Buffer,
  { memberId, login, name, company }: Holder,
  known: readonly Named[],
) => ({
  ...(await generateRegistrationOptions({
    rpID: place.rpId,
    rpName: company,
    userID: bytes(Buffer.from(memberId)),
    userName: login,
    userDisplayName: name,
    challenge: bytes(challenge),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: described(known),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })),
})

export type New = {
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
}

/** The key of a new passkey. Throws `identity/passkey-wrong` where anything does not fit. */
export async function readMade(place: Place, made: Made, challenge: Buffer): Promise<New> {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...made, clientExtensionResults: {} } as Parameters<
      typeof verifyRegistrationResponse
    >[0]['response'],
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(notFitting)
  if (!verified) throw wrong()
  const { credential, credentialBackedUp } = registrationInfo
  return {
    credentialId: bytesOf(credential.id),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: made.response.transports ?? [],
    synced: credentialBackedUp,
  }
}

export type Kept = Omit<New, 'transports' | 'synced'> & { readonly memberId: string }

/**
 * Checks a signature and gives how often its device has signed. Throws `identity/passkey-wrong`, and
 * `identity/passkey-copied` where a device that counts has counted further before.
 */
export async function readSigned(
  place: Place,
  signed: Signed,
  challenge: Buffer,
  kept: Kept,
): Promise<{ readonly counter: number; readonly synced: boolean }> {
  const { userHandle } = signed.response
  if (typeof userHandle === 'string' && bytesOf(userHandle).toString() !== kept.memberId) throw wrong()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...signed, clientExtensionResults: {} } as Parameters<
      typeof verifyAuthenticationResponse
    >[0]['response'],
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    // Counting is looked at below, where it has a refusal of its own.
    credential: { id: signed.id, publicKey: bytes(kept.publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(notFitting)
  if (!verified) throw wrong()
  const { newCounter, credentialBackedUp } = authenticationInfo
  if ((newCounter > 0 || kept.counter > 0) && newCounter <= kept.counter)
    throw refuse('identity/passkey-copied')
  return { counter: newCounter, synced: credentialBackedUp }
}

// Whatever the library finds wrong with what came in is the caller's: it has no way to fail of its own.
function notFitting(): never {
  throw wrong()
}
