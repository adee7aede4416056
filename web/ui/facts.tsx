import type { ReactNode } from 'react'

export type Fact = { readonly key: string; readonly label: ReactNode; readonly value: ReactNode }

/** Facts of one thing, label beside value; below each other on a phone when they are long. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
