import type { ProofBrought } from '@hufu/contract'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import i18next from 'i18next'
import { Problem } from '../data/problem.ts'

/** What the server hands out for the browser's credential API. */
export type PasskeyOptions = { readonly challenge: string; readonly [part: string]: unknown }
type Answer = Extract<ProofBrought, { readonly method: 'passkey' }>['answer']

/** Why this browser has no passkeys at this address, in words; null where it may have some. */
export function noPasskeysHere(): string | null {
  if (!window.isSecureContext) return i18next.t('passkey.insecure', { ns: 'proving' })
  return 'PublicKeyCredential' in window ? null : i18next.t('passkey.unsupported', { ns: 'proving' })
}

/** Has the person sign by a passkey of theirs. Throws a problem when they will not, or cannot. */
export async function signByPasskey(options: PasskeyOptions): Promise<Answer> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  // The library on the server made these options for the one in the browser; the contract passes them through.
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return sent(await startAuthentication({ optionsJSON }).catch(told))
}

/** Has the browser make a passkey. Throws a problem when the person will not, or has one on this device already. */
export async function makePasskey(options: PasskeyOptions): Promise<Answer> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  // As above.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return sent(await startRegistration({ optionsJSON }).catch(told))
}

// What the library answers is what the contract names, but for parts that are undefined and so are not sent.
const sent = (answer: object): Answer => JSON.parse(JSON.stringify(answer)) as Answer

// Browsers say "not allowed" for a no, for a wait that was too long and for anything they will not tell.
function told(error: unknown): never {
  const name = error instanceof Error ? error.name : ''
  const word = name === 'InvalidStateError' ? 'exists' : name === 'SecurityError' ? 'elsewhere' : 'cancelled'
  throw new Problem({
    code: `web/passkey-${word}`,
    status: 0,
    words: i18next.t(`passkey.${word}`, { ns: 'proving' }),
  })
}
