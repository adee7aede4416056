import { isIP } from 'node:net'
import { wordsOf } from '@hufu/contract'
import { isRefusal, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { Locale } from '../../../platform/http/index.ts'

/** Where passkeys belong: the name they are bound to, and the only origin a signature may come from. */
export type Place = { readonly rpId: string; readonly origin: string }

/**
 * Browsers give passkeys to pages over https and to the machine's own, by name and never by number. `opened` is the origin
 * the page was opened at: a passkey made at another address would be one of another company to the browser.
 */
function placeAt(publicUrl: string, opened: string): Place | Refusal {
  const { protocol, hostname, origin } = new URL(publicUrl)
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (isIP(hostname.replaceAll(/^\[|\]$/g, '')) !== 0) return refuse('identity/passkeys-need-name')
  if (protocol !== 'https:' && !local) return refuse('identity/passkeys-need-https')
  if (opened !== origin) return refuse('identity/passkeys-elsewhere', { at: origin })
  return { rpId: hostname, origin }
}

/** The place, or throws why passkeys do not work here. */
export function placeOf(publicUrl: string, opened: string): Place {
  const place = placeAt(publicUrl, opened)
  if (isRefusal(place)) throw place
  return place
}

/** Whether passkeys work at this address, and else why not, in words. */
export function passkeysHere(
  publicUrl: string,
  opened: string,
  locale: Locale,
): { readonly possible: boolean; readonly because: string } {
  const place = placeAt(publicUrl, opened)
  return isRefusal(place)
    ? { possible: false, because: wordsOf(place.code, locale, place.details) }
    : { possible: true, because: '' }
}
