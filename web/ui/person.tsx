import { Avatar } from './avatar.tsx'

type Props = { readonly name: string; readonly hint?: string | null; readonly size?: number }

/** A person in a row: picture, name, and the department that tells namesakes apart. */
export function Person({ name, hint = null, size = 34 }: Props) {
  return (
    <span className="person">
      <Avatar name={name} size={size} />
      <span className="person-words">
        <strong>{name}</strong>
        {hint === null ? null : <small>{hint}</small>}
      </span>
    </span>
  )
}
