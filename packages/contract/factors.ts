import { z } from 'zod'
import { can, id, instant } from './common.ts'

/** Ways to prove who one is. `link`: a device that is signed in already confirms what another one shows as a QR code. */
export const proofMethod = z.enum(['password', 'totp', 'recovery', 'passkey', 'link'])
export type ProofMethod = z.infer<typeof proofMethod>

/** How many a member holds at most, and how many recovery codes are made at once. */
export const PASSKEYS_MAX = 20
export const RECOVERY_CODES = 10

/**
 * What a company has chosen. `standard`: one person acts, everybody above is told, and what was done can be taken back for
 * three days. `strict`: administrators sign in with a second factor, the creator with one that cannot be phished, and two
 * people stand behind what is critical.
 */
export const protectionProfile = z.enum(['standard', 'strict'])
export type ProtectionProfile = z.infer<typeof protectionProfile>

/** What a tier has to sign in with. `phishing-resistant`: a passkey. */
export const factorNeed = z.enum(['password', 'second-factor', 'phishing-resistant'])
export type FactorNeed = z.infer<typeof factorNeed>
export const factorNeeds = z.strictObject({
  creator: factorNeed,
  super: factorNeed,
  scoped: factorNeed,
  member: factorNeed,
})
export type FactorNeeds = z.infer<typeof factorNeeds>

export const totpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'six-digits')
const typedCode = z.string().trim().min(1).max(100)
/** What the browser's credential API answers, as JSON; its parts are checked by the library that verifies it. */
export const webauthnAnswer = z.strictObject({
  id: z.string().max(2000),
  rawId: z.string().max(2000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()).optional(),
  /** Of making one, or of signing with it. */
  response: z.strictObject({
    clientDataJSON: z.string().max(8000),
    attestationObject: z.string().max(20_000).optional(),
    transports: z.array(z.string().max(40)).max(10).optional(),
    publicKeyAlgorithm: z.number().optional(),
    publicKey: z.string().max(4000).optional(),
    authenticatorData: z.string().max(8000).optional(),
    signature: z.string().max(4000).optional(),
    userHandle: z.string().max(200).nullish(),
  }),
})
/** What the browser's credential API is called with, as JSON. */
export const webauthnOptions = z.looseObject({ challenge: z.string() })

/** What is brought as a proof. `secret` of a link was given to the page that shows the code, and to no other. */
export const proofBrought = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), password: z.string().min(1).max(200) }),
  z.strictObject({ method: z.literal('totp'), code: totpCode }),
  z.strictObject({ method: z.literal('recovery'), code: typedCode }),
  z.strictObject({ method: z.literal('passkey'), answer: webauthnAnswer }),
  z.strictObject({ method: z.literal('link'), linkId: id, secret: z.string().max(100) }),
])
export type ProofBrought = z.infer<typeof proofBrought>
/** What may stand second at signing in. */
export const secondBrought = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('totp'), code: totpCode }),
  z.strictObject({ method: z.literal('recovery'), code: typedCode }),
  z.strictObject({ method: z.literal('passkey'), answer: webauthnAnswer }),
  z.strictObject({ method: z.literal('link'), linkId: id, secret: z.string().max(100) }),
])

/** A sign-in that was right so far. Good for five minutes and for one session. */
export const pendingSignIn = z.object({
  token: z.string(),
  methods: z.array(proofMethod),
  until: instant,
  /** What to hand to the browser's credential API; null where the member has no passkey or the page is no secure context. */
  passkey: webauthnOptions.nullable(),
})
export type PendingSignIn = z.infer<typeof pendingSignIn>

export const passkeyView = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  /** Kept by a provider and so on several devices. */
  synced: z.boolean(),
})

/** What somebody proves with. Never a seed, a key or a code. */
export const factorsView = z.object({
  passwordSetAt: instant.nullable(),
  totp: z.object({ since: instant }).nullable(),
  passkeys: z.array(passkeyView),
  recovery: z.object({ left: z.number().int(), madeAt: instant }).nullable(),
  /** What the company asks of this person, and whether it is met. A session where it is not opens nothing but this page. */
  need: factorNeed,
  met: z.boolean(),
  /** Whether passkeys work at this address, and else why not, in words. */
  passkeysHere: z.object({ possible: z.boolean(), because: z.string() }),
})
export type FactorsView = z.infer<typeof factorsView>

/** `shown`: waits for a phone. `seen`: a phone has opened it. */
export const linkState = z.enum(['shown', 'seen', 'approved', 'declined', 'used', 'expired'])
export type LinkState = z.infer<typeof linkState>
export const linkPurpose = z.enum(['sign-in', 'second', 'step-up'])

/** What a page gets that shows a QR code. The code holds `url`; the secret stays with the page. */
export const linkShown = z.object({
  id,
  url: z.string(),
  /** Two figures that the page shows; whoever scans finds them among others. */
  digits: z.string(),
  secret: z.string(),
  until: instant,
})
export type LinkShown = z.infer<typeof linkShown>

/** What the phone shows before it says yes: what for, from where. */
export const linkAsked = z.object({
  id,
  purpose: linkPurpose,
  state: linkState,
  /** The page shows one of these; whoever scans says which. Empty once there is nothing to answer. */
  choices: z.array(z.string()),
  device: z.string(),
  address: z.string(),
  at: instant,
  until: instant,
  /** Of a proof for one act: what will be done, in words. */
  act: z.object({ method: z.string(), path: z.string(), summary: z.string() }).nullable(),
  approve: can,
})
export type LinkAsked = z.infer<typeof linkAsked>
