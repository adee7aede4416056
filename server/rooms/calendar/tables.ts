/** The table of migration 0013, as rows. */
export type CalendarTables = {
  workingTime: {
    workspaceId: string
    zone: string
    fromClock: string
    untilClock: string
    days: readonly number[]
    china: boolean
    holidays: readonly string[]
    workdays: readonly string[]
  }
}
