import { contract } from '@hufu/contract'
import { useAsk } from '../data/queries.ts'
import { PickerField } from './fields.tsx'

type Props = {
  readonly label: string
  /** Undefined: everybody. */
  readonly memberId: string | undefined
  readonly onChange: (memberId: string | undefined) => void
}

/** Holds a list to one person, who is named also when the page was opened by its address. */
export function MemberFilter({ label, memberId = '', onChange }: Props) {
  const member = useAsk(contract.directory.member, { params: { memberId } }, { enabled: memberId !== '' })
  return (
    <span className="filter-picker">
      <span className="quiet">{label}</span>
      <PickerField
        what="members"
        many={false}
        label={label}
        value={memberId === '' ? [] : [{ type: 'member', id: memberId, name: member.data?.name ?? '…' }]}
        onChange={([one]) => onChange(one?.id)}
      />
    </span>
  )
}
