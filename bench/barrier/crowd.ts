/** A thousand pages that are open and listen, in a process of their own: started by the barrier suite, ended by it. */
import { once } from 'node:events'
import { open } from './client.ts'
import type { Token } from './client.ts'

const AT_ONCE = 25

// The suite forked us and says where to go.
const [places] = (await once(process, 'message')) as [
  readonly { readonly address: string; readonly token: Token }[],
]
for (let at = 0; at < places.length; at += AT_ONCE)
  await Promise.all(places.slice(at, at + AT_ONCE).map(({ address, token }) => open(address, token)))
process.send?.('open')
