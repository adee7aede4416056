export { startSockets } from './sockets.ts'
export type { Knocked } from './knocking.ts'
export type { Sockets, SocketsOptions } from './sockets.ts'
export type { ActorName } from './watch.ts'
