import { contract } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { useAsk } from '../data/queries.ts'
import { PageHead } from '../ui/page-head.tsx'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { AskForm } from './ask-form.tsx'
import { firstValues, scopeAt, valuesOf } from './ask-values.ts'
import type { AskValues } from './ask-values.ts'
import { ExtendForm } from './extend-form.tsx'
import './requests.css'

const here = getRouteApi('/signed/work/me/requests/new')

/** Asking for something, filled in as far as the address says. */
export function AskPage() {
  const { t } = useTranslation('asking')
  const { grant, draft, again } = here.useSearch()
  const known = draft ?? again
  const title = grant !== undefined ? 'extendTitle' : draft !== undefined ? 'editTitle' : 'title'
  return (
    <div className="page page-narrow">
      <p>
        <Link to="/me/requests">{t('back')}</Link>
      </p>
      <PageHead title={t(title)} lead={t(grant === undefined ? 'lead' : 'extendLead')} />
      {grant !== undefined ? (
        <ExtendForm key={grant} grantId={grant} />
      ) : known !== undefined ? (
        <Known key={known} requestId={known} draft={draft !== undefined} />
      ) : (
        <Fresh />
      )}
    </div>
  )
}

/** A draft that is changed, or an old request that is asked again. */
function Known({ requestId, draft }: { readonly requestId: string; readonly draft: boolean }) {
  const me = useMe()
  const [now] = useState(() => Date.now())
  const read = useAsk(contract.requests.one, { params: { requestId } })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => (
        <AskForm
          first={valuesOf(view, me.id, now)}
          revocationId={view.revocationId ?? undefined}
          draftId={draft ? requestId : undefined}
        />
      )}
    </Shown>
  )
}

function Fresh() {
  const { permission, role, place, lost, for: memberId = '' } = here.useSearch()
  const named = permission !== undefined || role !== undefined
  const member = useAsk(contract.directory.member, { params: { memberId } }, { enabled: memberId !== '' })
  const revocation = useAsk(
    contract.revocations.one,
    { params: { revocationId: lost ?? '' } },
    { enabled: lost !== undefined && !named },
  )
  // Names and what was lost are read first: a form keeps what it began with. What cannot be read is left out.
  if (member.isLoading || revocation.isLoading) return <PageSkeleton />
  const rights = [
    ...(permission === undefined ? [] : [`permission:${permission}`]),
    ...(role === undefined ? [] : [`role:${role}`]),
    ...(named ? [] : (revocation.data?.permissions ?? []).map((key) => `permission:${key}`)),
  ]
  const first: AskValues = {
    ...firstValues,
    rights,
    scope: scopeAt(place),
    member:
      member.data === undefined
        ? []
        : [
            {
              type: 'member',
              id: memberId,
              name: member.data.name,
              hint: member.data.appointments[0]?.departmentName ?? '',
            },
          ],
  }
  return <AskForm key={JSON.stringify([rights, place, memberId, lost])} first={first} revocationId={lost} />
}
