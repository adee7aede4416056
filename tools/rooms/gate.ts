import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import type { Room } from './list.ts'
import type { Import, Source } from './source.ts'
import type { Manifest, Tree } from './tree.ts'

/** How the house is laid out, as `judge` needs it. `longFiles` maps a path to the lines it may have at most. */
export type Plan = {
  readonly rooms: readonly Room[]
  readonly corridors: readonly string[]
  readonly cupboards: readonly string[]
  readonly longFiles: Readonly<Record<string, number>>
}

/** The longest a source file may be; tests and generated files apart. */
export const FILE_LINES_MAX = 400

/** Judges a tree against the plan. The answer is one plain line a fault, empty when all is well. Pure. */
export function judge(tree: Tree, plan: Plan): readonly string[] {
  if (tree.sources.length === 0) return ['no source file was read: the gate looked in the wrong place']
  return [
    ...emptyRooms(tree, plan),
    ...strangers(tree, plan),
    ...tree.sources.flatMap((source) => judgeSource(source, tree, plan)),
    ...judgeExemptions(tree, plan),
  ]
}

function emptyRooms({ sources }: Tree, { rooms }: Plan): readonly string[] {
  return rooms
    .filter((room) => !sources.some((source) => roomOf(source.path, rooms) === room))
    .map((room) => `${room.path}: on the list, but no source file stands there`)
}

function strangers({ folders }: Tree, { rooms, corridors, cupboards }: Plan): readonly string[] {
  const known = new Set([...rooms.map((room) => room.path), ...corridors, ...cupboards])
  return folders
    .filter((folder) => corridors.includes(posix.dirname(folder)) && !known.has(folder))
    .map((folder) => `${folder}: a folder that is on no list; put it into the order of rooms`)
}

function judgeSource(source: Source, tree: Tree, plan: Plan): readonly string[] {
  const at = (line: number, fault: string): string => `${source.path}:${line} ${fault}`
  if (source.errors.length > 0) return source.errors.map((error) => at(1, `does not parse: ${error}`))
  const room = roomOf(source.path, plan.rooms)
  if (room === undefined) return [at(1, 'stands in no room')]
  const faults = source.imports.flatMap((one) => {
    const fault = judgeImport(one, source, room, tree, plan)
    return fault === null ? [] : [at(one.line, fault)]
  })
  if (!mayHoldSql(source.path, room))
    faults.push(
      ...source.sql.map(({ line, sign }) => at(line, `holds SQL (${sign}); it belongs in the store`)),
    )
  const linesMax = Math.max(FILE_LINES_MAX, plan.longFiles[source.path] ?? 0)
  if (source.lines > linesMax && !isTest(source.path) && !source.generated)
    faults.push(at(source.lines, `has ${source.lines} lines, ${linesMax} is the most`))
  return faults
}

function judgeImport(one: Import, source: Source, room: Room, tree: Tree, plan: Plan): string | null {
  const { specifier } = one
  if (specifier === null)
    return isTest(source.path) || outside.has(room.path)
      ? null
      : 'imports something that only running it would tell'
  if (isBuiltin(specifier))
    return room.pure && !isTest(source.path) ? `imports ${specifier}; a pure room does no I/O` : null
  const target = resolve(specifier, source.path, tree)
  if (target === null) return judgeDependency(specifier, source.path, room, tree.manifests)
  const entered = roomOf(target, plan.rooms)
  if (entered === undefined)
    return outside.has(room.path) ? null : `imports ${target}, which stands in no room`
  if (isFixture(target) && !isTest(source.path) && !room.openToTests)
    return `imports ${target}, which is for tests only`
  if (entered === room) return null
  return judgeEntry(entered, target, source, room, plan)
}

function judgeEntry(entered: Room, target: string, source: Source, room: Room, plan: Plan): string | null {
  const later = plan.rooms.indexOf(entered) > plan.rooms.indexOf(room)
  if (later && !(entered.openToTests && isTest(source.path)))
    return `enters ${entered.path}, which comes later in the list than ${room.path}`
  if (room.sees === 'packages' && !entered.path.startsWith('packages/'))
    return `enters ${entered.path}; ${room.path} sees only packages`
  const doors = (entered.doors ?? ['index.ts']).map((door) =>
    posix.extname(entered.path) === '' ? `${entered.path}/${door}` : entered.path,
  )
  return doors.includes(target) ? null : `goes to ${target} past the door of ${entered.path}`
}

// Rooms around the house: they look at it from outside and may load what they are told to.
const outside: ReadonlySet<string> = new Set(['bench', 'tools', 'sim', 'e2e'])

// null means a package from npm; a path means a file of ours, whether or not it exists (that is tsc's question).
function resolve(specifier: string, from: string, { manifests }: Tree): string | null {
  const plain = specifier.replace(/\?.*$/, '')
  if (plain.startsWith('.')) return posix.join(posix.dirname(from), plain)
  const ours = manifests.find(({ name }) => name === plain || plain.startsWith(`${name}/`))
  if (ours === undefined || ours.folder === '') return null
  if (ours.name !== plain) return `${ours.folder}${plain.slice(ours.name.length)}`
  return ours.door ?? `${ours.folder}/index.ts`
}

function judgeDependency(
  specifier: string,
  path: string,
  room: Room,
  manifests: readonly Manifest[],
): string | null {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const owner = manifests
    .filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0]
  if (owner?.dependencies.has(name)) return null
  // Tests use what the top installs for all of them; rooms around the house use whatever the house itself uses.
  const named = manifests.filter(({ dependencies }) => dependencies.has(name))
  if (isTest(path) && named.some(({ folder }) => folder === '')) return null
  if (outside.has(room.path) && named.length > 0) return null
  const place = owner === undefined ? 'no package.json' : join(owner.folder, 'package.json')
  return `imports ${name}, which ${place} does not name`
}

function judgeExemptions({ sources }: Tree, { longFiles }: Plan): readonly string[] {
  return Object.keys(longFiles).flatMap((path) => {
    const source = sources.find((one) => one.path === path)
    if (source === undefined) return [`${path}: exempted, but gone; take it off the list`]
    if (source.lines <= FILE_LINES_MAX)
      return [`${path}: exempted, but short enough now; take it off the list`]
    return []
  })
}

/** The room a path stands in: the longest one that holds it. */
export function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  return rooms
    .filter((room) => path === room.path || path.startsWith(`${room.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
}

// What tests share stands beside them, in files that only tests may import.
const isFixture = (path: string): boolean =>
  /(^|\/)([\w-]+-)?(fixture|testing)(-[\w-]+)?\.ts$|^(packages|server\/(platform|rooms))\/.*\/testing\//.test(
    path,
  )
const isTest = (path: string): boolean => /\.test(-d)?\.tsx?$/.test(path) || isFixture(path)

const mayHoldSql = (path: string, room: Room): boolean =>
  room.sql === 'anywhere' ||
  isTest(path) ||
  /(^|\/)([\w-]+-)?store(-[\w-]+)?\.ts$|\/store\/[^/]+\.ts$/.test(path)
