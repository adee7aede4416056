import { Select } from 'antd'

type Props<T extends string> = {
  readonly label: string
  /** What it says while every value is shown. */
  readonly any: string
  readonly value: T | undefined
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T | undefined) => void
  readonly wide?: boolean
}

/** The value that an address says, where it is one there is. */
export const chosenAmong = <T extends string>(
  values: readonly T[],
  said: string | undefined,
): T | undefined => values.find((each) => each === said)

/** Narrows a list to one of a few values, or to none of them. */
export function ChoiceFilter<T extends string>({ label, any, value, options, onChange, wide }: Props<T>) {
  return (
    <Select
      className={wide === true ? 'filter filter-wide' : 'filter'}
      allowClear
      aria-label={label}
      placeholder={any}
      value={value ?? null}
      options={[...options]}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}
