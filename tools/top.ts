import { resolve } from 'node:path'

/** The top folder of the repository, absolute. */
export const top = resolve(import.meta.dirname, '..')
