export type Limits = {
  readonly [
    name in
      | 'idleMs'
      | 'absoluteMs'
      | 'seenEveryMs'
      | 'knownMs'
      | 'ticketMs'
      | 'stepUpMs'
      | 'pendingMs'
      | 'invitationMs'
      | 'knownDeviceMs'
      | 'setupAttemptsMax'
      | 'sessionsShownMax'
  ]: number
}

/** Limits of signing in. Milliseconds unless the name says otherwise. */
export const limits = {
  /** A session unused this long is over. */
  idleMs: 7 * 24 * 3600 * 1000,
  /** A session is over after this in any case. */
  absoluteMs: 30 * 24 * 3600 * 1000,
  /** `last_seen_at` is written at most this often. */
  seenEveryMs: 5 * 60 * 1000,
  /** What is known of a session is read again after this. */
  knownMs: 10 * 60 * 1000,
  ticketMs: 30 * 1000,
  /** What was proved for one act has to be used within this. */
  stepUpMs: 5 * 60 * 1000,
  /** The second factor of a sign-in has to follow the first within this. */
  pendingMs: 5 * 60 * 1000,
  invitationMs: 7 * 24 * 3600 * 1000,
  /** Devices and networks are remembered this long after their last sign-in. */
  knownDeviceMs: 90 * 24 * 3600 * 1000,
  setupAttemptsMax: 20,
  sessionsShownMax: 200,
} as const satisfies Limits

/**
 * Tries per window of 15 minutes. Somebody who has never signed in to an account from here shares two small lanes with
 * every other stranger, so that an account takes at most 10 guesses in a window; a device of the member has its own.
 */
export const tries = {
  windowSeconds: 15 * 60,
  /** Per account and network, and so for everybody the first limit met: it must not tell known networks from others. */
  networkOfAccount: 4,
  /** Per account, all networks from which it has been used before. */
  knownNetworks: 4,
  /** Per account, all other networks together. */
  strangers: 6,
  /** Per account and device that has signed in to it before. */
  device: 10,
  /** Per network, all accounts together, failures only. */
  network: 150,
  /** Per network: QR codes shown, and numbers to be signed. A page that waits asks for one every two minutes. */
  links: 600,
  challenges: 600,
  /** Per network: approved codes and signatures brought, and codes scanned; failures only. */
  redeeming: 60,
  scanning: 60,
} as const

/** How often a minute the pages of one network may ask a node how their QR codes stand. */
export const POLLS_A_MINUTE = 3000
