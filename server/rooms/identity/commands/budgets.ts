import { refuse } from '@hufu/kit'
import { lanesFor, marks } from '../lanes.ts'
import type { Lane } from '../lanes.ts'
import { tries } from '../limits.ts'
import type { Parts } from '../parts.ts'
import { giveBackTries, knownAmong, spendTry } from '../store-codes.ts'

// Nobody: looked up as if somebody, so that an unknown login takes the same steps.
export const NOBODY = '00000000-0000-7000-8000-000000000000'

/** One try of whatever can be guessed: whose, and from where. `login` only counts where it is nobody's. */
export type Tried = {
  readonly workspaceId: string
  readonly memberId: string | null
  readonly login: string
  readonly address: string
  readonly device: string | null
}

/** The lanes in which a try was spent, and whether the member has signed in from this device before. */
export type Spent = { readonly lanes: readonly Lane[]; readonly deviceKnown: boolean }

/**
 * Spends one try before anything is compared. A password, a code of an app and one from paper are guesses at one and the same
 * person and share their budget. Throws `identity/too-many-attempts`.
 */
export async function spendTries(
  parts: Parts,
  { workspaceId, memberId, login, address, device }: Tried,
): Promise<Spent> {
  const { node, limits } = parts
  const networkMark = marks.network(address)
  const looked = [networkMark, marks.device(device ?? '')]
  const known = await knownAmong(node.pool, workspaceId, memberId ?? NOBODY, looked, limits.knownDeviceMs)
  const deviceKnown = device !== null && known.some((hash) => hash.equals(marks.device(device)))
  const lanes = lanesFor(accountOf(workspaceId, memberId, login), {
    address,
    device: deviceKnown ? device : null,
    networkKnown: known.some((hash) => hash.equals(networkMark)),
  })
  for (const lane of lanes) await spend(parts, lane)
  return { lanes, deviceKnown }
}

// Login and phone of one person count together; a login nobody has counts by its text.
const accountOf = (workspaceId: string, memberId: string | null, login: string): string =>
  `${workspaceId} ${memberId ?? `? ${login.normalize('NFKC').trim().toLowerCase()}`}`

async function spend({ node }: Parts, lane: Lane): Promise<void> {
  const wait = await spendTry(node.pool, lane.key, lane.tries, tries.windowSeconds)
  if (wait !== null) throw refuse('identity/too-many-attempts', { seconds: Math.max(1, Math.ceil(wait)) })
}

/** The tries of somebody who was right do not count. */
export const forgive = ({ node }: Parts, { lanes }: Pick<Spent, 'lanes'>): Promise<void> =>
  giveBackTries(
    node.pool,
    lanes.map(({ key }) => key),
  )
