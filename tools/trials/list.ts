/** A long random or fault trial: the tests in `file`, with `count` rounds unless another number is asked for. */
export type Trial = {
  readonly name: string
  readonly shows: string
  readonly file: string
  /** A part of the names of its tests, when the file holds others too. */
  readonly only?: string
  readonly count: number
}

/** Every trial. The same files run within `npm test` at small fixed seeds. */
export const trials: readonly Trial[] = [
  {
    name: 'decisions',
    shows: 'decide, check and the specification agree in random companies',
    file: 'packages/authority/agreement.test.ts',
    only: 'C6 A36',
    count: 2000,
  },
  {
    name: 'previews',
    shows: 'what a preview tells is exactly what is decided otherwise afterwards',
    file: 'packages/authority/difference.test.ts',
    only: 'A37',
    count: 2000,
  },
  {
    name: 'escalations',
    shows: 'no change that passes gives anybody more than its author could hand out',
    file: 'packages/authority/escalation.test.ts',
    only: 'E1 E2 E3 E5',
    count: 10_000,
  },
  {
    name: 'steps',
    shows:
      'no administrative step that is accepted gives its author or anybody more than the author could hand out',
    file: 'server/schedules/steps.test.ts',
    count: 100_000,
  },
  {
    name: 'races',
    shows: 'two administrators at once at the same thing, on two nodes, have exactly one outcome',
    file: 'server/schedules/races.test.ts',
    count: 1000,
  },
  {
    name: 'top-seat-races',
    shows:
      'offers, acceptances, vetoes and switches at once on two nodes leave exactly one creator at every entry',
    file: 'server/rooms/transfer/races.test.ts',
    count: 1000,
  },
  {
    name: 'top-seat-clocks',
    shows:
      'a server whose clock jumps a day or years hands nothing on earlier, later or oftener, and lets it back as long',
    file: 'server/schedules/top-seat-clocks.test.ts',
    count: 1,
  },
  {
    name: 'top-seat',
    shows: 'a server killed between acceptance and switch hands the top seat on once, or not at all',
    file: 'server/schedules/top-seat.test.ts',
    count: 20,
  },
  {
    name: 'request-races',
    shows: 'what two people do to one request at once, on two servers, has exactly one outcome, whole',
    file: 'server/schedules/request-races.test.ts',
    count: 1000,
  },
  {
    name: 'request-faults',
    shows:
      'the yes that grants broken at any statement, or its server killed, gives nothing or all of it, once',
    file: 'server/schedules/request-faults.test.ts',
    count: 60,
  },
  {
    name: 'request-outcomes',
    shows: 'every multiset of answers of up to five people, whatever is asked of how many, has one result',
    file: 'server/rooms/requests/outcomes.test.ts',
    only: 'R12 every multiset',
    count: 3,
  },
  {
    name: 'clocks',
    shows: 'a server whose clock jumps a day or years prolongs nothing, revives nothing and is in no hurry',
    file: 'server/schedules/clocks.test.ts',
    count: 3,
  },
  {
    name: 'tampering',
    shows: 'ledger verify finds every falsification and names the first bad entry',
    file: 'server/platform/ledger/verify.test.ts',
    only: 'whatever is falsified',
    count: 1000,
  },
  {
    name: 'tampering-large',
    shows: 'ledger verify finds every falsification of 100,000 entries and names the first bad entry',
    file: 'server/platform/ledger/tampering-large.test.ts',
    count: 1000,
  },
  {
    name: 'names',
    shows: 'names, logins and phones keep their rules whatever is typed',
    file: 'server/rooms/directory/names.test.ts',
    count: 100_000,
  },
  {
    name: 'handovers',
    shows: 'in random companies nothing handed on, given back or parked is lost or left without an owner',
    file: 'server/rooms/handover/park.test.ts',
    only: 'H5 of a yes|H5 whatever is offered',
    count: 200,
  },
  {
    name: 'removal',
    shows: 'who is removed from a conversation gets nothing more of it, on either node',
    file: 'server/rooms/messaging/removal.test.ts',
    count: 1000,
  },
  {
    name: 'writes',
    shows:
      'what was under way when a right is taken is done or gone when that call returns, on whole servers',
    file: 'server/schedules/writes.test.ts',
    count: 200,
  },
  {
    name: 'guessing',
    shows:
      'a storm of guesses gets ten tries at an account, while its owner comes in and others hardly notice',
    file: 'server/rooms/identity/guessing.test.ts',
    only: 'in a storm of guesses',
    count: 20_000,
  },
  {
    name: 'new-enemy',
    shows: 'what is said right after somebody was taken out never reaches them, on either server',
    file: 'server/schedules/new-enemy.test.ts',
    count: 10_000,
  },
  {
    name: 'schedules',
    shows: 'a server stopped for 30 s serves nothing that was taken meanwhile, and is back by itself',
    file: 'server/schedules/lost-nodes.test.ts',
    count: 10,
  },
  {
    name: 'crashes',
    shows: 'server and database killed among four writers lose nothing acknowledged, and start again',
    file: 'server/schedules/crashes.test.ts',
    count: 20,
  },
  {
    name: 'faults',
    shows: 'a taking of rights broken at any statement is nothing or all of it, and the next run finishes',
    file: 'server/schedules/faults.test.ts',
    count: 400,
  },
  {
    name: 'handover-faults',
    shows:
      'an answer to a hand-over broken at any statement is nothing or all of it, and the next run finishes',
    file: 'server/schedules/handover-faults.test.ts',
    count: 1,
  },
  {
    name: 'claim-races',
    shows:
      'a sign of life of the creator before the switch always wins, and the switch happens once, on two servers',
    file: 'server/rooms/claims/races.test.ts',
    count: 1000,
  },
  {
    name: 'claim-killed',
    shows: 'a server killed at any statement of the switch that a claim ends in leaves nothing or all of it',
    file: 'server/schedules/claim-killed.test.ts',
    count: 10,
  },
  {
    name: 'killed',
    shows: 'a server killed at any statement of a departure leaves nothing or all of it, and others finish',
    file: 'server/schedules/killed.test.ts',
    count: 20,
  },
  {
    name: 'paused',
    shows: 'a server asleep for 30 s or cut from its database serves nothing stale, and says nothing untrue',
    file: 'server/schedules/paused.test.ts',
    count: 1,
  },
]
