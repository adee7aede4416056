import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Who is signed in where. One small file a server, which nobody else on this machine may read. */
export type Session = { readonly server: string; readonly login: string; readonly token: string }

const folder = (): string => join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'hufu')
const last = (): string => join(folder(), 'last-server')
const placeOf = (server: string): string =>
  join(folder(), `${new URL(server).host.replaceAll(/[^\w.-]/g, '_')}.json`)

/** The session kept for a server, if there is one. */
export async function readSession(server: string): Promise<Session | null> {
  const text = await readFile(placeOf(server), 'utf8').catch(() => null)
  if (text === null) return null
  const kept: unknown = JSON.parse(text)
  return isSession(kept) && kept.server === server ? kept : null
}

/** Keeps a session, readable by its owner alone, and makes its server the one asked from now on. */
export async function keepSession(session: Session): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  await replace(placeOf(session.server), JSON.stringify(session))
  await replace(last(), session.server)
}

/** Forgets the session of a server. */
export const forgetSession = (server: string): Promise<void> => rm(placeOf(server), { force: true })

/** The server signed in to last. */
export async function lastServer(): Promise<string | null> {
  const text = await readFile(last(), 'utf8').catch(() => null)
  return text === null || !URL.canParse(text.trim()) ? null : new URL(text.trim()).origin
}

// A file that existed before might be readable by others: a new one takes its place.
async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.${process.pid}`
  await writeFile(fresh, text, { mode: 0o600, flag: 'wx' })
  await rename(fresh, path)
}

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'server' in value &&
  'token' in value &&
  typeof value.token === 'string' &&
  'login' in value &&
  typeof value.login === 'string'
