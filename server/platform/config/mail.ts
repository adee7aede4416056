/** By which server letters go out: read from an address as operators write it. */

/** A server for outgoing mail, and who its letters are from. `secure`: TLS from the first byte, not by STARTTLS. */
export type MailSettings = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string | null
  readonly password: string | null
  readonly from: { readonly name: string; readonly address: string }
}

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const
const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$/
const sender =
  /^(?:(?<name>[^<>"\p{Cc}]{0,80}?)\s*<(?<inside>[^\s<>,;"@]+@[^\s<>,;"@]+)>|(?<bare>[^\s<>,;"@]+@[^\s<>,;"@]+))$/u

/** Reads `smtp://user:password@host:587` or `smtps://…`; null when it is anything else. */
export function readSmtpUrl(text: string): Omit<MailSettings, 'from'> | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return null
  if (!hostName.test(hostname) || !['', '/'].includes(pathname) || search !== '' || hash !== '') return null
  if ((username === '') !== (password === '')) return null
  const [user, word] = [decoded(username), decoded(password)]
  if (user === null || word === null) return null
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? PORTS[protocol] : Number(port),
    secure: protocol === 'smtps:',
    user: user === '' ? null : user,
    password: word === '' ? null : word,
  }
}

/** Reads `hufu@example.com` or `虎符 <hufu@example.com>`; null when it is anything else. */
export function readSender(text: string): MailSettings['from'] | null {
  const { name = '', inside, bare } = sender.exec(text.trim())?.groups ?? {}
  const address = inside ?? bare
  return address === undefined ? null : { name: name.trim(), address }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
