/** Two servers whose way to the database can be broken, and people of whom something is taken meanwhile. */
import assert from 'node:assert/strict'
import { breakAt, cluster, employer } from '../testing/index.ts'
import type { Broken, Cluster, ClusterNode, Employed } from '../testing/index.ts'

export const because = '不再需要'

export type Asked = { readonly path: string; readonly body: object }

/** What is asked to see somebody off. */
export const departureOf = ({ id }: Employed): Asked => ({
  path: `/api/v1/members/${id}/depart`,
  body: { because },
})

export type TakingCluster = Cluster & {
  /** Hires somebody from whom there is something to take. */
  readonly hire: () => Promise<Employed>
  readonly wayOf: (node: number) => ClusterNode['way']
  /** Hears what a node sends to the database from its next act on, and breaks nothing. */
  readonly listen: (node: number) => Broken
}

/** Starts them. Everything ends with the test. */
export async function takingCluster(t: Parameters<typeof cluster>[0]): Promise<TakingCluster> {
  const it = await cluster(t)
  const wayOf = (node: number) => it.nodes[node]?.way ?? assert.fail(`there is no node ${node}`)
  const listen = (node: number) => breakAt(wayOf(node), { nth: Number.POSITIVE_INFINITY, fate: 'lost' })
  return { ...it, hire: await employer(it), wayOf, listen }
}
