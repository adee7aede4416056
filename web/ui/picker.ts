/** Something chosen in the picker. */
export type Chosen = {
  readonly type: 'member' | 'department'
  readonly id: string
  readonly name: string
  readonly hint?: string
}

/** What may be chosen, and how many. */
export type PickerKind = {
  readonly what: 'members' | 'departments'
  /** Default true. */
  readonly many?: boolean
}
