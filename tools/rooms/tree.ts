import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { filesBelow } from '../files.ts'
import { readJson, record } from '../json.ts'
import { readSource, type Source } from './source.ts'

/** The parts of a package.json that say what a room may import. */
export type Manifest = {
  readonly folder: string
  readonly name: string
  readonly door: string | null
  readonly dependencies: ReadonlySet<string>
}

/** Everything the gate looks at, read once: sources, folders and manifests, all paths relative to the top. */
export type Tree = {
  readonly sources: readonly Source[]
  readonly folders: readonly string[]
  readonly manifests: readonly Manifest[]
}

/** Reads the whole tree below `root`. A file that does not parse is kept, with its errors. */
export function readTree(root: string): Tree {
  const files = filesBelow(root)
  return {
    sources: files
      .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path))
      .map((path) => readSource(path, readFileSync(join(root, path), 'utf8'))),
    folders: [...new Set(files.flatMap(foldersAbove))].toSorted(),
    manifests: files
      .filter((path) => basename(path) === 'package.json')
      .map((path) => readManifest(root, dirname(path) === '.' ? '' : dirname(path))),
  }
}

/** Reads the exemptions: long files by path with the length they may have at most. No file means none. */
export function readExemptions(path: string): Readonly<Record<string, number>> {
  if (!existsSync(path)) return {}
  const listed = record(readJson(path)['longFiles'])
  return Object.fromEntries(Object.entries(listed).map(([file, lines]) => [file, Number(lines)]))
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === '.' ? [] : [...foldersAbove(folder), folder]
}

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

function readManifest(root: string, folder: string): Manifest {
  const read = readJson(join(root, folder, 'package.json'))
  const door = record(read['exports'])['.']
  return {
    folder,
    name: String(read['name']),
    door: typeof door === 'string' ? join(folder, door) : null,
    dependencies: new Set(kinds.flatMap((kind) => Object.keys(record(read[kind])))),
  }
}
