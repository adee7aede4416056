import { contract } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { Person } from '../../ui/person.tsx'

/** Whom the seat is offered to. */
export function ChosenSuccessor({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('creator')
  const read = useAsk(contract.directory.member, { params: { memberId } })
  const first = read.data?.appointments.find(({ primary }) => primary) ?? read.data?.appointments[0]
  return (
    <div className="start-chosen">
      <h2>{t('start.chosen')}</h2>
      <Person name={read.data?.name ?? '…'} hint={first?.departmentName ?? ''} size={40} />
    </div>
  )
}
