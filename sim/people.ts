import { randomBytes } from 'node:crypto'
import { contract } from '@hufu/contract'
import { byPassword, client } from '../cli/client.ts'
import type { Client } from '../cli/client.ts'

/** A password nobody guesses and a person can type: 20 letters and digits in groups of five. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  // 248 is the largest multiple of 31 a byte reaches: beyond it the first letters would come more often.
  const drawn: string[] = []
  while (drawn.length < 20)
    for (const byte of randomBytes(32)) if (byte < 248) drawn.push(letters.charAt(byte % 31))
  return [0, 5, 10, 15].map((from) => drawn.slice(from, from + 5).join('')).join('-')
}

/** Founds the company with the one-time code and signs its creator in. */
export async function found(
  door: { readonly server: string; readonly locale: 'zh-CN' | 'en-US' },
  founding: {
    readonly code: string
    readonly company: string
    readonly name: string
    readonly login: string
    readonly password: string
  },
): Promise<Client> {
  const stranger = client({ ...door, token: null })
  await stranger.ask(contract.identity.setUp, { body: { ...founding, locale: door.locale } })
  return signIn(stranger, founding)
}

/** Founds a company on a server of one's own, by a creator whose password nobody needs to know. */
export function foundOwn(
  server: { readonly address: string; readonly setupCode: string | null },
  company: string,
): Promise<Client> {
  return found(
    { server: server.address, locale: 'en-US' },
    {
      code: server.setupCode ?? '',
      company,
      name: 'Creator',
      login: 'creator',
      password: newPassword(),
    },
  )
}

/** Signs somebody in as a program: a client with a token of their own, who confirms by their password what needs it. */
export async function signIn(
  any: Client,
  { login, password }: { readonly login: string; readonly password: string },
): Promise<Client> {
  const { token } = await any.ask(contract.identity.signIn, { body: { login, password, token: true } })
  return client({ ...any.door, token, confirm: byPassword(password) })
}

/** The whole way in of somebody new: invitation, activation, password. */
export async function activate(inviter: Client, memberId: string, password: string): Promise<void> {
  const { code } = await inviter.ask(contract.identity.invitation, { params: { memberId }, body: {} })
  await client({ ...inviter.door, token: null }).ask(contract.identity.activate, { body: { code, password } })
}
