import { refuse } from './refusal.ts'

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A life: every state and event in one table. `next` gives the state after an event or throws the refusal `<name>/not-now`. */
export type Machine<T extends Table> = {
  readonly name: string
  readonly table: T
  next(state: keyof T & string, event: string): keyof T & string
  events(state: keyof T & string): readonly string[]
}

/** Builds a state machine from its table. A table that names an unknown next state throws at once: a bug of ours. */
export function machine<const T extends Table>(name: string, table: T): Machine<T> {
  for (const [state, events] of Object.entries(table))
    for (const [event, to] of Object.entries(events))
      if (!(to in table)) throw new Error(`machine ${name}: ${state} --${event}→ ${to}, which is no state`)
  return {
    name,
    table,
    next(state, event) {
      const to = table[state]?.[event]
      if (to === undefined) throw refuse(`${name}/not-now`, { state, event })
      return to
    },
    events: (state) => Object.keys(table[state] ?? {}),
  }
}
