export { openPost } from './post.ts'
export type { Letter, Post } from './post.ts'
