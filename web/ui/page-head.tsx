import type { ReactNode } from 'react'

type Props = { readonly title: ReactNode; readonly lead?: ReactNode; readonly acts?: ReactNode }

/** Title of a page, one sentence on what it is for, and what can be done on it. */
export function PageHead({ title, lead, acts }: Props) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p>{lead}</p>}
      </div>
      {acts === undefined ? null : <div className="page-acts">{acts}</div>}
    </header>
  )
}
