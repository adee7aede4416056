import { PAGE_MAX, contract } from '@hufu/contract'
import { assert } from '@hufu/kit'
import type { Client } from '../../cli/client.ts'
import { activate, found, newPassword, signIn } from '../people.ts'
import { talk } from './chat.ts'
import { COMPANY, CREATOR, csvOf, peopleOf } from './company.ts'
import type { Person } from './company.ts'
import { commit, dryRun } from './import.ts'
import { newRandom } from './random.ts'
import { askForRights } from './requests.ts'
import { appointAdministrators, giveRights, makeGroups, partWays, restrict } from './rights.ts'
import type { Stage } from './rights.ts'
import { cast } from './structure.ts'
import type { Role } from './structure.ts'
import { directTalks, groupTalks } from './talk.ts'

/** How one of the cast signs in. */
export type SignIn = {
  readonly role: string
  readonly name: string
  readonly login: string
  readonly password: string
}

export type Filled = {
  readonly members: number
  readonly departments: number
  readonly messages: number
  readonly signIns: readonly SignIn[]
}

/** `notYetIn`: how many of the others, the cast aside, have not accepted their invitation. */
export type FillOptions = { readonly seed?: number; readonly notYetIn?: number }

const AT_ONCE = 4
/** As many have not come in yet: each takes two changes and a password to hash, and a demonstration should be there soon. */
const NOT_YET_IN = 110

/** Fills an empty company through the doors that everybody uses. `say` is told where it stands. */
export async function fill(
  server: string,
  setupCode: string,
  say: (text: string) => void,
  { seed = 1, notYetIn = NOT_YET_IN }: FillOptions = {},
): Promise<Filled> {
  const creatorPassword = newPassword()
  say(`创建企业 ${COMPANY}`)
  const creator = await found(
    { server, locale: 'zh-CN' },
    { code: setupCode, company: COMPANY, ...CREATOR, password: creatorPassword },
  )
  const people = peopleOf(seed)
  say(`导入通讯录：${people.length} 人`)
  const imported = await commit(creator, await dryRun(creator, '虎符科技-通讯录.csv', csvOf(people)))
  const { stage, passwords, ids } = await welcome(creator, people, notYetIn, say)
  say('任命管理员，建立用户组，授权')
  await appointAdministrators(stage)
  const groups = await makeGroups(stage)
  await giveRights(stage, groups)
  say('大家在聊天')
  const inDepartment = (path: string): readonly string[] =>
    people
      .filter((person) => person.path === path || person.path.startsWith(`${path}/`))
      .flatMap(({ login }) => ids.get(login) ?? [])
  const messages = await talk(stage, [...groupTalks, ...directTalks], newRandom(seed), inDepartment)
  say('限制、停用与离职')
  await restrict(stage, groups)
  await partWays(stage)
  say('有人在申请权限')
  await askForRights(stage)
  await dryRun(stage.of('superHr'), '秋季校招.csv', newcomersOf(people))
  return {
    members: people.length + 1,
    departments: imported.counts.departments,
    messages,
    signIns: signInsOf(creatorPassword, passwords),
  }
}

type Welcomed = {
  readonly stage: Stage
  readonly passwords: ReadonlyMap<string, string>
  /** Who has come in, by login. */
  readonly ids: ReadonlyMap<string, string>
}

/** Lets people in as anybody comes in: invited, activated with a password of their own. The cast signs in as well. */
async function welcome(
  creator: Client,
  people: readonly Person[],
  notYetIn: number,
  say: (text: string) => void,
): Promise<Welcomed> {
  const all = await membersByLogin(creator)
  const players = new Set<string>(Object.values(cast).map(({ login }) => login))
  const extras = people.map(({ login }) => login).filter((login) => !players.has(login))
  const coming = [...players, ...extras.slice(0, Math.max(extras.length - notYetIn, 0))]
  const passwords = new Map(coming.map((login) => [login, newPassword()]))
  const waiting = [...passwords]
  let done = 0
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [login, password] = next
      await activate(creator, idOf(all, login), password)
      done += 1
      if (done % 100 === 0 || done === coming.length) say(`已有 ${done} 人激活账号`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const clients = new Map<string, Client>()
  for (const login of players)
    clients.set(login, await signIn(creator, { login, password: passwords.get(login) ?? '' }))
  return {
    stage: await stageOf(creator, clients, all),
    passwords,
    ids: new Map(coming.map((login) => [login, idOf(all, login)])),
  }
}

async function stageOf(
  creator: Client,
  clients: ReadonlyMap<string, Client>,
  all: ReadonlyMap<string, string>,
): Promise<Stage> {
  const paths = await departmentsByPath(creator)
  const of = (role: Role): Client => {
    const client = clients.get(cast[role].login)
    assert(client !== undefined, `${role} is signed in`)
    return client
  }
  return {
    creator,
    of,
    id: (role) => idOf(all, cast[role].login),
    department: (path) => idOf(paths, path),
    now: Date.now(),
  }
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  assert(id !== undefined, `${key} is there`)
  return id
}

async function membersByLogin(creator: Client): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: { limit: number; cursor?: string } = {
      limit: PAGE_MAX,
      ...(cursor === '' ? {} : { cursor }),
    }
    const page: {
      readonly items: readonly { readonly id: string; readonly login: string }[]
      readonly next: string | null
    } = await creator.ask(contract.directory.members, { query })
    for (const { id, login } of page.items) ids.set(login, id)
    cursor = page.next
  }
  return ids
}

async function departmentsByPath(creator: Client): Promise<ReadonlyMap<string, string>> {
  const { ids, names, parents } = await creator.ask(contract.directory.tree, {})
  const paths: string[] = []
  // Parents stand before their children, so a parent's path is known by then. The root itself is not part of a path.
  for (const [at, name] of names.entries()) {
    const above = paths[parents[at] ?? -1] ?? ''
    paths.push((parents[at] ?? -1) < 0 ? '' : above === '' ? name : `${above}/${name}`)
  }
  return new Map(paths.map((path, at) => [path, ids[at] ?? '']))
}

/** A second file, left as a dry run: new people, one whose title changes, and two rows that cannot be taken. */
function newcomersOf(people: readonly Person[]): string {
  const [known] = people.filter(({ login }) => login === cast.intern.login)
  assert(known !== undefined, 'the intern is there')
  const fresh = (index: number, name: string, login: string, path: string, title: string): Person => ({
    name,
    login,
    path,
    title,
    head: false,
    email: `${login}@hufu.example`,
    phone: `1380000${String(9000 + index)}`,
    employeeNo: `HF${String(9000 + index)}`,
  })
  return csvOf([
    { ...known, title: '前端工程师' },
    fresh(1, '夏知秋', 'xia.zhiqiu', '研发中心/平台研发部/权限引擎组', '初级后端工程师'),
    fresh(2, '江一川', 'jiang.yichuan', '研发中心/质量保障部/自动化组', '测试开发工程师'),
    fresh(3, '白露', 'bai.lu', '市场部', '内容运营'),
    { ...fresh(4, '邱实', 'qiu.shi', '产品中心/产品部', '产品经理'), phone: '待补' },
    { ...fresh(5, '温暖', 'wen.nuan', '财务部', '会计'), login: known.login },
  ])
}

const shown = [
  ['超级管理员', 'superHr'],
  ['超级管理员', 'superTech'],
  ['分级管理员（研发中心通讯录）', 'hr'],
  ['部门负责人（华东大区）', 'head'],
  ['员工', 'employee'],
  ['审计员', 'auditor'],
  ['实习生（限制下载）', 'intern'],
  ['离职交接中', 'leaver'],
] as const satisfies readonly (readonly [string, Role])[]

function signInsOf(creatorPassword: string, passwords: ReadonlyMap<string, string>): readonly SignIn[] {
  const others = shown.map(([role, key]) => {
    const { name, login } = cast[key]
    return { role, name, login, password: passwords.get(login) ?? '' }
  })
  return [{ role: '创建者', ...CREATOR, password: creatorPassword }, ...others]
}
