import { contract } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { writePeople } from './people-list.ts'
import { PlanForm, firstValues } from './plan-form.tsx'
import type { PlanBody } from './plan-form.tsx'
import { PlanPreview } from './plan-preview.tsx'
import '../console.css'
import '../revocations/revocations.css'
import './plans.css'

const here = getRouteApi('/signed/console/plans/new')

/** Decides who loses what and when: filled in, looked at, and only then sent. */
export function NewPlanPage() {
  const { t } = useTranslation('plans')
  const { member: memberId = '', what, import: importId = '' } = here.useSearch()
  const read = useAsk(contract.directory.member, { params: { memberId } }, { enabled: memberId !== '' })
  return (
    <div className="page page-narrow plan-new">
      <PageHead title={t('form.title')} lead={t('form.lead')} />
      {importId !== '' ? (
        <ListedSteps importId={importId} what={what === 'suspension' ? what : 'departure'} />
      ) : memberId === '' ? (
        <Steps first={firstValues(what, null)} />
      ) : (
        <Shown read={read} skeleton={<PageSkeleton />}>
          {(member) => <Steps key={memberId} first={firstValues(what, member)} />}
        </Shown>
      )}
    </div>
  )
}

type Listed = { readonly importId: string; readonly what: 'departure' | 'suspension' }

/** Begins with the people who leave according to an imported file. */
function ListedSteps({ importId, what }: Listed) {
  const read = useAsk(contract.directory.importLeaving, { params: { importId }, query: { what } })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {({ items }) => <Steps key={importId} first={firstValues(what, null, writePeople(items))} />}
    </Shown>
  )
}

function Steps({ first }: { readonly first: ReturnType<typeof firstValues> }) {
  const [body, setBody] = useState<PlanBody | null>(null)
  return (
    <>
      {/* Kept while the plan is looked at, so that going back finds everything as it was typed. */}
      <div hidden={body !== null}>
        <PlanForm first={first} onLook={setBody} />
      </div>
      {body === null ? null : <PlanPreview body={body} onBody={setBody} onBack={() => setBody(null)} />}
    </>
  )
}
