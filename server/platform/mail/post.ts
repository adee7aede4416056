/** Letters by SMTP. They are handed over one by one; whether and when again is for whoever sends them to know. */
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../config/index.ts'

/** A letter to one person. `id` makes its Message-ID: sent twice, mail servers and programs fold it into one. */
export type Letter = {
  readonly id: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What became of a letter. `unreachable`: the server took nothing from anybody, so others fare no better now. */
export type Posted =
  | { readonly sent: true }
  | { readonly sent: false; readonly error: string; readonly unreachable: boolean }

export type Post = {
  readonly send: (letter: Letter) => Promise<Posted>
  /** Closes what is open; letters under way fail. */
  readonly close: () => void
}

const WAIT_MS = 10_000
const CONNECTIONS_MAX = 2
const IDLE_MS = 30_000
const LOCAL = new Set(['localhost', '127.0.0.1', '::1'])
const unreachable = new Set([
  'EAUTH',
  'ECONNECTION',
  'ECONNREFUSED',
  'EDNS',
  'EOAUTH2',
  'EPROTOCOL',
  'ESOCKET',
  'ETIMEDOUT',
  'ETLS',
])

/** Opens nothing yet: connections are made when there is something to send. `publicUrl` names us in every Message-ID. */
export function openPost(settings: MailSettings, publicUrl: string): Post {
  const { host, port, secure, user, password, from } = settings
  const ourName = new URL(publicUrl).hostname
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    // A password goes to no server that only says it could not do TLS.
    requireTLS: !secure && user !== null && !LOCAL.has(host),
    maxConnections: CONNECTIONS_MAX,
    idleTimeout: IDLE_MS,
    maxRequeues: 0,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    dnsTimeout: WAIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const closing = new AbortController()
  // Every letter hears of its own failure; without a listener an idle connection's would end the process.
  transport.on('error', () => {})
  return {
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from,
          to,
          // Spelled out, so that nothing is read out of a header.
          envelope: { from: from.address, to: [to.address] },
          messageId: `<${id}@${ourName}>`,
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: closing.signal,
        })
        return { sent: true }
      } catch (error) {
        return { sent: false, ...faultOf(error) }
      }
    },
    close() {
      closing.abort()
      transport.close()
    },
  }
}

/** Codes only: what a server answers may repeat the address, and is kept nowhere. */
function faultOf(error: unknown): { readonly error: string; readonly unreachable: boolean } {
  const { code, responseCode } = Object(error) as { readonly code?: unknown; readonly responseCode?: unknown }
  const name = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,30}$/.test(code) ? code : 'EUNKNOWN'
  const said = typeof responseCode === 'number' ? ` ${responseCode}` : ''
  return { error: `${name}${said}`, unreachable: unreachable.has(name) }
}
