/** One room of the house. `path` is a folder, or a single file that is a room of its own. */
export type Room = {
  readonly path: string
  /** What a newcomer finds here, in a few words. */
  readonly holds: string
  /** Files of the room that others may enter by; without it, only `index.ts`. */
  readonly doors?: readonly string[]
  /** A room that sees nothing of this house but `packages/*`. */
  readonly sees?: 'packages'
  /** Where SQL may stand; without it, only in the room's store files. */
  readonly sql?: 'anywhere'
  /** Tests of earlier rooms may enter this one too. */
  readonly openToTests?: true
  /** No I/O: the room imports nothing of Node, so that it also runs in the browser. Its tests may. */
  readonly pure?: true
}

/** The order of the house: a room imports only rooms that stand before it. Moving a line is a decision, not a fix. */
export const rooms: readonly Room[] = [
  { path: 'packages/kit', holds: 'refuse, assert, machine, ids, canonical JSON', pure: true },
  {
    path: 'packages/authority',
    holds: 'catalogue, facts, decide, spec, scenarios',
    doors: ['index.ts', 'scenarios.ts'],
    pure: true,
  },
  {
    path: 'packages/merkle',
    holds: 'tree, proofs, checkpoints, offline verifier; made-up ledgers to measure and try it with',
    doors: ['index.ts', 'samples.ts'],
  },
  { path: 'packages/contract', holds: 'routes, bodies, views, refusal codes', pure: true },

  { path: 'server/platform/clock', holds: 'the two clocks and when they part' },
  { path: 'server/platform/config', holds: 'settings, typed and checked once' },
  { path: 'server/platform/log', holds: 'structured logs and metrics' },
  {
    path: 'server/platform/db',
    holds: 'PostgreSQL: runner, pools, transactions, migrations',
    sql: 'anywhere',
  },
  { path: 'server/platform/ledger', holds: 'leaves, checkpoints, keys', sql: 'anywhere' },
  { path: 'server/platform/secrets', holds: 'the key that seals what has to be kept and read again' },
  { path: 'server/platform/feed', holds: 'authority feed and content feed', sql: 'anywhere' },
  { path: 'server/platform/nodes', holds: 'node rows, lease, barrier', sql: 'anywhere' },
  { path: 'server/platform/act', holds: 'Act, Tally, perform, permit, record', sql: 'anywhere' },
  { path: 'server/platform/http', holds: 'routes from contracts, problems, OpenAPI' },
  { path: 'server/platform/sockets', holds: 'tickets, frames, queues' },
  { path: 'server/platform/jobs', holds: 'timers', sql: 'anywhere' },
  { path: 'server/platform/blobs', holds: 'bytes of files on disk' },
  { path: 'server/platform/mail', holds: 'letters by SMTP' },

  { path: 'server/rooms/notices', holds: 'what members are told, by the bell and by e-mail' },
  { path: 'server/rooms/calendar', holds: 'working time: hours, holidays, what is due when' },
  { path: 'server/rooms/holdings', holds: 'what a member can hold, and how it goes over: types' },
  { path: 'server/rooms/authority', holds: 'grants, restrictions, roles, administrators, explain, AuthZEN' },
  { path: 'server/rooms/audit', holds: 'the ledger as people read it' },
  { path: 'server/rooms/directory', holds: 'departments, members, positions, groups, import, export' },
  { path: 'server/rooms/identity', holds: 'first run, sign-in, sessions' },
  { path: 'server/rooms/files', holds: 'attachments, upload, download' },
  { path: 'server/rooms/messaging', holds: 'conversations, messages, unread counts' },

  {
    path: 'server/rooms/handover',
    holds: 'what somebody holds given to successors, and sealed backups of it',
  },
  { path: 'server/rooms/revocations', holds: 'rights taken back: record, checks on every node, receipt' },
  { path: 'server/rooms/plans', holds: 'rights that will be taken: decided, told, carried out on their day' },
  { path: 'server/rooms/requests', holds: 'rights asked for: routed, decided, appealed, given for a time' },
  {
    path: 'server/rooms/transfer',
    holds: 'the top seat handed on: offer, consent, acceptance, switch, taking back',
  },
  {
    path: 'server/rooms/claims',
    holds: 'the creator is gone: claims, votes, challenge, recovery on the host',
  },
  { path: 'server/rooms/batches', holds: 'several commands in one transaction' },
  { path: 'server/rooms/halves', holds: 'critical acts: a second person behind them, and taking them back' },

  { path: 'server/steps.ts', holds: 'every command that may stand in a batch', doors: ['steps.ts'] },
  { path: 'server/holdings.ts', holds: 'everything a member can hold', doors: ['holdings.ts'] },
  { path: 'server/speakers.ts', holds: 'the words of every kind of notice', doors: ['speakers.ts'] },
  { path: 'server/entries.ts', holds: 'what rooms tell the activity tree', doors: ['entries.ts'] },
  { path: 'server/rounds.ts', holds: 'what a server does by itself, on time', doors: ['rounds.ts'] },
  { path: 'server/testing', holds: 'company(), the cast, fake clock', sql: 'anywhere', openToTests: true },
  { path: 'server/main.ts', holds: 'the only place that knows everything', doors: ['main.ts'] },
  {
    path: 'server/schedules',
    holds: 'what whole servers do when things go wrong: tests only',
    sql: 'anywhere',
  },
  { path: 'server/recover.ts', holds: 'a way in made on the host', doors: ['recover.ts'] },
  { path: 'server/doctor.ts', holds: 'what is wrong, and how to mend it', doors: ['doctor.ts'] },

  {
    path: 'cli',
    holds: 'hufu …, and the client it asks with',
    doors: ['hufu.ts', 'client.ts'],
    sees: 'packages',
  },
  {
    path: 'web',
    holds: 'messenger and console in the browser',
    // The stories read from the pages' own words what they should find there.
    doors: ['words/zh-CN/index.ts', 'words/en-US/index.ts'],
    sees: 'packages',
  },
  { path: 'sim', holds: 'a seeded company', sql: 'anywhere' },
  { path: 'bench', holds: 'numbers against budgets and peers', doors: ['main.ts'], sql: 'anywhere' },
  { path: 'e2e', holds: 'stories in a real browser' },
  { path: 'tools', holds: 'this gate, and the rest of npm run' },
]

/** Folders that are no room but hold rooms: whatever else stands in them has to be put on the list. */
export const corridors: readonly string[] = ['packages', 'server', 'server/platform', 'server/rooms']

/** Folders in a corridor that hold no TypeScript and therefore need no place in the order. */
export const cupboards: readonly string[] = ['server/migrations']
