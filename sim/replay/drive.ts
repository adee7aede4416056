import { contract } from '@hufu/contract'
import { Refusal, isRefusal } from '@hufu/kit'
import type { Client } from '../../cli/client.ts'
import { activate, newPassword, signIn } from '../people.ts'
import type { ReplayDecision } from './events.ts'
import { newHandles } from './handles.ts'
import type { Handle, Handles } from './handles.ts'
import { plan } from './plan.ts'
import type { Planned } from './plan.ts'
import { levels, permissionsOf } from './rights.ts'
import type { Level } from './rights.ts'
import { administratorsOf, newWorld } from './world.ts'
import type { Person, World } from './world.ts'

/** What a replay has done so far. `revision` is that of the last decision. */
export type Tally = {
  decisions: number
  events: number
  steps: number
  /** Events without a counterpart, and decisions that consisted of nothing else. */
  ignored: number
  empty: number
  departed: number
  cameBack: number
  /** Events that take somebody out of a team whose departure had done so. */
  settled: number
  byCreator: number
  byAdministrators: number
  /** Decisions an administrator was refused, which the creator then made, by the code of the refusal. */
  readonly refused: Map<string, number>
  readonly administrators: Set<string>
  revision: number
}

type Driving = {
  readonly creator: Client
  readonly world: World
  readonly handles: Handles
  readonly tally: Tally
  /** By login. */
  readonly signedIn: Map<string, Client>
}

/** Hears how far a replay has come. */
export type Progress = (tally: Tally) => Promise<void> | void

const BATCH_MS = 120_000

/**
 * Makes every decision of the file, one transaction each, in order, and waits for `progress` after each. Throws the
 * refusal that even the creator met.
 */
export async function drive(
  creator: Client,
  decisions: readonly ReplayDecision[],
  progress: Progress,
): Promise<Tally> {
  const driving = await prepare(creator)
  const { tally } = driving
  for (const decision of decisions) {
    await decideOne(driving, decision)
    tally.decisions += 1
    tally.events += decision.events.length
    await progress(tally)
  }
  return tally
}

async function prepare(creator: Client): Promise<Driving> {
  const handles = newHandles()
  const { workspace } = await creator.ask(contract.identity.me, {})
  const root: Handle = { as: 'root' }
  const roles = new Map(levels.map((level): [Level, Handle] => [level, { as: `role ${level}` }]))
  handles.learn(['root'], [{ id: workspace.rootDepartmentId }])
  const steps = levels.map((level) => ({
    do: 'roles.create',
    with: { name: level, permissions: permissionsOf(level) },
  }))
  const { results } = await creator.ask(contract.batches.run, { body: { steps } })
  handles.learn(
    [...roles.values()].map(({ as }) => as),
    results,
  )
  const tally: Tally = {
    decisions: 0,
    events: 0,
    steps: 0,
    ignored: 0,
    empty: 0,
    departed: 0,
    cameBack: 0,
    settled: 0,
    byCreator: 0,
    byAdministrators: 0,
    refused: new Map(),
    administrators: new Set(),
    revision: 0,
  }
  return { creator, handles, world: newWorld(root, roles), tally, signedIn: new Map() }
}

async function decideOne(driving: Driving, decision: ReplayDecision): Promise<void> {
  const { world, handles, tally, creator } = driving
  // Whoever decides does so before anything of it has happened.
  const decider = deciderOf(world, decision)
  const planned = plan(world, handles, decision)
  for (const count of ['ignored', 'settled', 'departed', 'cameBack'] as const) tally[count] += planned[count]
  tally.steps += planned.steps.length
  if (planned.steps.length === 0) {
    tally.empty += 1
    return
  }
  if (decider !== null && (await decideAs(driving, decider, decision, planned))) return
  await send(driving, creator, decision, planned)
  tally.byCreator += 1
}

type Decider = { readonly person: Person; readonly org: string }

/** The longest-standing administrator of the only organisation that a decision concerns, if it has one by now. */
function deciderOf(world: World, { events }: ReplayDecision): Decider | null {
  const orgs = new Set(events.map(({ org }) => org))
  const [org] = orgs
  if (org === undefined || orgs.size > 1) return null
  const [person] = administratorsOf(world, org)
  return person === undefined ? null : { person, org }
}

/** True when the administrator made the decision; false when it was refused and the creator has to. */
async function decideAs(
  driving: Driving,
  { person, org }: Decider,
  decision: ReplayDecision,
  planned: Planned,
): Promise<boolean> {
  const { tally, world, handles } = driving
  const department = world.departments.get(org)
  if (department === undefined) return false
  try {
    await send(driving, await clientOf(driving, person), decision, planned, handles.id(department))
    tally.byAdministrators += 1
    tally.administrators.add(person.login)
    return true
  } catch (error) {
    if (!isRefusal(error) || !isDenial(error)) throw error
    tally.refused.set(error.code, (tally.refused.get(error.code) ?? 0) + 1)
    return false
  }
}

const isDenial = ({ details }: Refusal): boolean => details['status'] === 403

async function send(
  driving: Driving,
  by: Client,
  decision: ReplayDecision,
  { steps }: Planned,
  within?: string,
): Promise<void> {
  const body = {
    steps: [...steps],
    effectiveAt: decision.timestamp,
    ...(within === undefined ? {} : { within }),
  }
  try {
    const { results, applied } = await by.ask(contract.batches.run, { body }, { timeoutMs: BATCH_MS })
    driving.handles.learn(
      steps.map(({ as }) => as),
      results,
    )
    driving.tally.revision = applied.revision
  } catch (error) {
    throw isRefusal(error) ? new Refusal(error.code, { ...error.details, commit: decision.commit }) : error
  }
}

/** Administrators come in as anybody does: invited, activated with a password of their own, signed in. */
async function clientOf({ signedIn, creator, handles }: Driving, { login, member }: Person): Promise<Client> {
  const known = signedIn.get(login)
  if (known !== undefined) return known
  const password = newPassword()
  await activate(creator, handles.id(member), password)
  const client = await signIn(creator, { login, password })
  signedIn.set(login, client)
  return client
}
