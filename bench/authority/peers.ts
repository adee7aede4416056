/** What the peers have in common: the company in plain rules and plain targets, and how they are asked. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  administratorsOf,
  appointmentsOf,
  changes,
  departmentsOf,
  grantsOf,
  parentOf,
  permission,
  permissions,
  restrictionsOf,
  statusOf,
  tierOf,
} from '@hufu/authority'
import type { Facts, PermissionKey, Right, Scope, Target, Terms } from '@hufu/authority'
import { coreSeconds } from '../harness/core.ts'
import { NOW, idOf, roleKeys, size } from './company.ts'
import type { Asked } from './company.ts'

const folder = join(import.meta.dirname, '..')

/** One peer, ready to be asked. */
export type Peer = {
  readonly name: string
  /** How many questions it answers in a turn: the slow ones fewer, from the beginning of the same list. */
  readonly perTurn: number
  /** Its answers to all questions, in order. */
  readonly answers: () => Promise<readonly boolean[]>
  /** Lets it answer the questions of a turn; gives the seconds it took. */
  readonly turn: () => Promise<number>
  readonly end: () => Promise<void>
}

/** A peer that answers in this process and on this thread: measured, as we are, by the thread's own time. */
export function peerHere(name: string, count: number, perTurn: number, ask: (at: number) => boolean): Peer {
  return {
    name,
    perTurn,
    answers: async () => Array.from({ length: count }, (_, at) => ask(at)),
    turn: async () =>
      coreSeconds(() => {
        for (let at = 0; at < perTurn; at++) ask(at)
      }),
    end: async () => undefined,
  }
}

/** Installs the peers on the first run. Throws when they cannot be installed. */
export function installPeers(progress: (text: string) => void): void {
  const needed = ['@casl/ability', 'casbin', '@cedar-policy/cedar-wasm', '@cerbos/grpc']
  if (needed.every((name) => existsSync(join(folder, 'node_modules', name)))) return
  progress('installing the peers (npm ci in bench/)')
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the peers of the bench cannot be installed: ${stderr}`)
}

/** A rule that speaks of one member, in the words every engine has: it allows or forbids these keys at these places. */
export type PeerRule = {
  readonly keys: readonly PermissionKey[]
  /** Ids of departments or of one resource; `null` is everywhere. */
  readonly places: readonly string[] | null
  /** Holds for persons of a lower rank only. */
  readonly below: number | null
  readonly allows: boolean
}

export type PeerTarget = {
  readonly kind: 'member' | 'department' | 'external'
  readonly id: string
  /** Of a person: 0 for no seat, 1 scoped, 2 super, 3 creator. */
  readonly rank: number
  /** Every place that a rule may name to cover the target. */
  readonly places: readonly string[]
}

export type PeerQuestion = {
  readonly member: number
  readonly key: PermissionKey
  readonly target: PeerTarget
}

const ranks = { scoped: 1, super: 2, creator: 3 }

const inForce = ({ from, until }: Terms): boolean =>
  (from === null || Date.parse(from) <= NOW) && (until === null || NOW < Date.parse(until))

/** Everything that holds for a member at the instant of the questions. What forbids comes first. */
export function rulesOf(facts: Facts, memberId: string): readonly PeerRule[] {
  if (statusOf(facts, memberId) !== 'active') return []
  const own = departmentsOf(facts, memberId)
  const rule = (
    keys: readonly PermissionKey[],
    scope: Scope,
    allows: boolean,
    below: number | null = null,
  ): PeerRule[] => (keys.length === 0 ? [] : [{ keys, places: placesNamed(scope, own), below, allows }])
  const isFeature = (key: PermissionKey): boolean => permission(key).kind === 'feature'
  return [
    ...restrictionsOf(facts, memberId)
      .filter(inForce)
      .flatMap(({ right, scope }) => rule(keysOf(right), scope, false)),
    ...grantsOf(facts, memberId)
      .filter(inForce)
      .flatMap(({ right, scope }) => rule(keysOf(right).filter(isFeature), scope, true)),
    ...administratorsOf(facts, memberId)
      .filter(inForce)
      .flatMap((seat) => {
        const keys = seat.tier === 'scoped' ? seat.permissions : offices(seat.tier === 'creator')
        const scope: Scope = seat.tier === 'scoped' ? seat.scope : { type: 'workspace' }
        const harmless = keys.filter((key) => !changes(key))
        return [...rule(harmless, scope, true), ...rule(keys.filter(changes), scope, true, ranks[seat.tier])]
      }),
  ]
}

const offices = (creator: boolean): readonly PermissionKey[] =>
  permissions
    .filter(
      ({ kind, key, creatorOnly }) =>
        kind === 'administration' && key !== 'sys.org.found' && (creator || !creatorOnly),
    )
    .map(({ key }) => key)

const roles = new Map(Array.from({ length: size.roles }, (_, role) => [idOf('role', role), roleKeys(role)]))

const keysOf = (right: Right): readonly PermissionKey[] =>
  right.type === 'permission' ? [right.key] : (roles.get(right.id) ?? [])

function placesNamed(scope: Scope, own: readonly string[]): readonly string[] | null {
  switch (scope.type) {
    case 'workspace':
      return null
    case 'resource':
      return [scope.id]
    case 'departments':
      return scope.ids
    case 'own-department':
      return own
  }
}

/** Where resources stand, which the facts know but do not tell. */
export type ResourcePlaces = ReadonlyMap<string, string | null>

/** The questions with their targets worked out beforehand; equal targets are one object. */
export function prepareQuestions(
  facts: Facts,
  resources: ResourcePlaces,
  asked: readonly Asked[],
): readonly PeerQuestion[] {
  const known = new Map<string, PeerTarget>()
  return asked.map(({ member, permission: key, target }) => {
    const { covers } = permission(key)
    const name = `${covers} ${JSON.stringify(target)}`
    const found = known.get(name) ?? targetFor(facts, resources, target, covers)
    known.set(name, found)
    return { member, key, target: found }
  })
}

function targetFor(
  facts: Facts,
  resources: ResourcePlaces,
  target: Target,
  covers: 'any' | 'all',
): PeerTarget {
  switch (target.type) {
    case 'workspace':
      throw new Error('no question is about the workspace')
    case 'department':
      return { kind: 'department', id: target.id, rank: 0, places: chainOf(facts, target.id) }
    case 'resource': {
      const place = resources.get(target.id) ?? null
      const places = [target.id, ...(place === null ? [] : chainOf(facts, place))]
      return { kind: 'external', id: target.id, rank: 0, places }
    }
    case 'member': {
      const tier = tierOf(facts, target.id, NOW)
      const chains = appointmentsOf(facts, target.id).map(({ departmentId }) => chainOf(facts, departmentId))
      const every = [...new Set(chains.flat())]
      const places =
        covers === 'any' ? every : every.filter((id) => chains.every((chain) => chain.includes(id)))
      return { kind: 'member', id: target.id, rank: tier === null ? 0 : ranks[tier], places }
    }
  }
}

/** A department and everything above it. */
export function chainOf(facts: Facts, departmentId: string): readonly string[] {
  const chain: string[] = []
  for (let at: string | null = departmentId; at !== null; at = parentOf(facts, at)) chain.push(at)
  return chain
}

/** Members that are asked about, each once. */
export const membersOf = (questions: readonly PeerQuestion[]): readonly number[] => [
  ...new Set(questions.map(({ member }) => member)),
]

/** Works on a list with some workers at a time; results in order. */
export async function together<T, R>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at]
      if (item !== undefined) results[at] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return results
}
