export { openBlobs } from './blobs.ts'
export type { Blobs, Received } from './blobs.ts'
