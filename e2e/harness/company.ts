import { contract } from '@hufu/contract'
import { byPassword, client, type Client } from '../../cli/client.ts'
import { startServer, type RunningServer } from './server.ts'

/** Somebody of the company who can sign in. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly password: string
}

/** A company on a server of its own. Stories share it and each works in a department of its own. */
export type Company = {
  readonly server: RunningServer
  readonly name: string
  readonly rootId: string
  readonly creator: Person
  /** The creator's way over HTTP: what a story needs but is not about is made through it. */
  readonly asCreator: Client
  /** A number no other story of this company has, to keep names and logins apart. */
  readonly fresh: () => number
  /** A new department, below the whole company unless said otherwise. */
  readonly department: (name: string, parentId?: string) => Promise<string>
  /** Somebody new who has accepted the invitation. `tag` is made into a login nobody else has. */
  readonly person: (name: string, tag: string, departmentId: string) => Promise<Person>
  readonly remove: () => Promise<void>
}

type Locale = 'zh-CN' | 'en-US'

export const PASSWORD = 'tiger-tally-of-bronze'

/** Starts a server and founds a company through the same door as the first-run page. */
export async function foundCompany(locale: Locale, name = '青禾科技'): Promise<Company> {
  const server = await startServer()
  const open = (token: string | null): Client =>
    client({ server: server.url, token, locale, confirm: byPassword(PASSWORD) })
  const founder = { name: '林知远', login: 'linzhiyuan', password: PASSWORD }
  const me = await open(null).ask(contract.identity.setUp, {
    body: { code: server.setupCode ?? '', company: name, ...founder, locale },
  })
  const asCreator = open(await tokenOf(server.url, founder, locale))
  let given = 0
  const fresh = (): number => (given += 1)
  return {
    server,
    name,
    rootId: me.workspace.rootDepartmentId,
    creator: { id: me.id, ...founder },
    asCreator,
    fresh,
    async department(called, parentId = me.workspace.rootDepartmentId) {
      const made = await asCreator.ask(contract.directory.createDepartment, {
        body: { parentId, name: called },
      })
      return made.id
    },
    async person(called, tag, departmentId) {
      const login = `${tag}.${fresh()}`
      const { id } = await asCreator.ask(contract.directory.addMember, {
        body: { name: called, login, departmentId },
      })
      const params = { memberId: id }
      const { code } = await asCreator.ask(contract.identity.invitation, { params, body: {} })
      await open(null).ask(contract.identity.activate, { body: { code, password: PASSWORD } })
      return { id, name: called, login, password: PASSWORD }
    },
    remove: () => server.remove(),
  }
}

/** Signs in as programs do, and answers the token. */
export async function tokenOf(
  url: string,
  { login, password }: Pick<Person, 'login' | 'password'>,
  locale: Locale,
): Promise<string> {
  const door = client({ server: url, token: null, locale })
  const { token } = await door.ask(contract.identity.signIn, { body: { login, password, token: true } })
  if (token === null) throw new Error('a program was given no token')
  return token
}
