import { record, type JsonRecord } from '../json.ts'

/** Where packages may come from. A lock that names no address leaves the choice to npm's own setting. */
export const REGISTRY = 'https://registry.npmjs.org/'

/**
 * Judges a parsed package-lock.json. The answer is one plain line a fault. The first rule is the important one:
 * npm leaves out of the lock, without a word, the platform packages that the registry lacks, and then `npm ci`
 * fails on other people's machines. `top` is the package.json that says which install scripts may run. Pure.
 */
export function judgeLock(lock: JsonRecord, top: JsonRecord): readonly string[] {
  const scripts = record(top['allowScripts'])
  const entries = Object.entries(record(lock['packages'])).map(
    ([path, entry]) => [path, record(entry)] as const,
  )
  if (entries.length === 0) return ['the lock names no package']
  const paths = new Set(entries.map(([path]) => path))
  return entries.flatMap(([path, entry]) => [
    ...Object.keys(record(entry['optionalDependencies']))
      .filter((name) => !reachable(path, name, paths))
      .map((name) => `${path || 'the top'}: names ${name} as optional, and the lock does not have it`),
    ...(path.includes('node_modules/') && entry['link'] !== true ? judgeEntry(path, entry, scripts) : []),
  ])
}

function judgeEntry(path: string, entry: JsonRecord, scripts: JsonRecord): readonly string[] {
  const faults: string[] = []
  const resolved = entry['resolved']
  if (typeof resolved === 'string' && !resolved.startsWith(REGISTRY))
    faults.push(`${path}: comes from ${resolved}`)
  if (typeof entry['integrity'] !== 'string') faults.push(`${path}: has no integrity hash`)
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  if (entry['hasInstallScript'] === true && typeof scripts[name] !== 'boolean')
    faults.push(`${path}: has an install script, and allowScripts says neither yes nor no to it`)
  return faults
}

// Node looks for a package beside the one that asks, then one folder up, and so on.
function reachable(from: string, name: string, paths: ReadonlySet<string>): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    if (paths.has(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`)) return true
    if (at === '') return false
  }
}

/** Judges a parsed package.json: every dependency is pinned to one version. Pure. */
export function judgeManifest(path: string, manifest: JsonRecord): readonly string[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) =>
    Object.entries(record(manifest[kind]))
      .filter(([, version]) => typeof version !== 'string' || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${path}: ${kind} ${name} is ${JSON.stringify(version)}, not one version`),
  )
}
