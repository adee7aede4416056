import { contract, revocationReason } from '@hufu/contract'
import type { Suspension } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { ContestOf } from '../self/my-revocation.tsx'
import { Facts } from '../ui/facts.tsx'
import { Person } from '../ui/person.tsx'
import { RowsSkeleton, Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'

/** Since when an account is suspended, by whom and why, and whom to turn to. */
export function SuspensionPart() {
  const { t } = useTranslation('asking')
  const read = useAsk(contract.requests.suspension, {})
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
      {({ suspension }) =>
        suspension === null ? (
          <p className="quiet">{t('suspended.over')}</p>
        ) : (
          <WhatHappened suspension={suspension} />
        )
      }
    </Shown>
  )
}

/** The contest of a suspension; nothing where there is none to contest. */
export function ContestPart() {
  const { data } = useAsk(contract.requests.suspension, {})
  const revocationId = data?.suspension?.revocationId ?? null
  return revocationId === null ? null : <ContestOf revocationId={revocationId} />
}

function WhatHappened({ suspension }: { readonly suspension: Suspension }) {
  const { t } = useTranslation('asking')
  const { t: words } = useTranslation('revocations')
  const { at, by, because, reason, contacts } = suspension
  const kind = revocationReason.options.find((each) => each === reason)
  return (
    <section className="sheet sheet-pad" aria-label={t('suspended.title')}>
      <Facts
        facts={[
          { key: 'since', label: t('suspended.since'), value: <Time at={at} /> },
          ...(by === '' ? [] : [{ key: 'by', label: t('suspended.by'), value: by }]),
          ...(kind === undefined
            ? []
            : [{ key: 'kind', label: t('suspended.kind'), value: words(`reason.${kind}`) }]),
          ...(because === '' ? [] : [{ key: 'because', label: t('suspended.because'), value: because }]),
          {
            key: 'contact',
            label: t('suspended.contact'),
            value: contacts.length === 0 ? t('suspended.unknown') : <Contacts contacts={contacts} />,
          },
        ]}
      />
    </section>
  )
}

function Contacts({ contacts }: Pick<Suspension, 'contacts'>) {
  return (
    <ul className="request-people">
      {contacts.map(({ id, name, department }) => (
        <li key={id}>
          <Person name={name} hint={department} size={28} />
        </li>
      ))}
    </ul>
  )
}
