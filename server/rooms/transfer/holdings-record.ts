import { createHash } from 'node:crypto'
import { administratorsOf, grantsOf, heldRights, restrictionsOf } from '@hufu/authority'
import { canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'

/** What somebody held at an instant, complete, as JSON in one order, and its SHA-256 in hex. */
export function recordOf(
  { facts, at, workspaceId }: Act,
  memberId: string,
): { readonly text: string; readonly sha256: string } {
  const rights = heldRights(facts, memberId, at.getTime()).map(({ permission, by, except }) => ({
    permission,
    by,
    except,
  }))
  const held = {
    format: 'hufu-held-rights-v1',
    workspaceId,
    memberId,
    revision: facts.revision,
    at: at.toISOString(),
    seats: administratorsOf(facts, memberId),
    grants: grantsOf(facts, memberId),
    restrictions: restrictionsOf(facts, memberId),
    rights,
  }
  // Facts as they are told are JSON; their readonly arrays and optional fields hide that from the compiler.
  const text = canonicalJson(JSON.parse(JSON.stringify(held)) as Json)
  return { text, sha256: createHash('sha256').update(text).digest('hex') }
}
