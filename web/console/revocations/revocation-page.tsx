import { contract } from '@hufu/contract'
import type { RevocationView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { AttemptsPart } from './attempts-part.tsx'
import { HandoverPart } from './handover-part.tsx'
import { RevocationAfterParts } from './revocation-after.tsx'
import { RevocationCourse } from './revocation-course.tsx'
import { RevocationHead } from './revocation-head.tsx'
import { RevocationNodes } from './revocation-nodes.tsx'
import { RevocationWays } from './revocation-ways.tsx'
import { RevocationPlaces } from './revocation-places.tsx'
import { Remaining, RevocationRights } from './revocation-rights.tsx'
import '../console.css'
import './revocations.css'

const here = getRouteApi('/signed/console/revocations/$revocationId')
const POLL_MS = 1000
const WATCH_MS = 60_000

/** One revocation: what was taken, and what every node says when it tries. */
export function RevocationPage() {
  const { revocationId } = here.useParams()
  return <Watched key={revocationId} revocationId={revocationId} />
}

/** Reads it again every second while nodes are still trying, and stops after a minute. */
function Watched({ revocationId }: { readonly revocationId: string }) {
  const input = { params: { revocationId } }
  const [until, setUntil] = useState(() => Date.now() + WATCH_MS)
  const [asked, setAsked] = useState(0)
  const first = useAsk(contract.revocations.one, input)
  const working = first.data !== undefined && isWorking(first.data, asked)
  const watching = working && Math.max(first.dataUpdatedAt, first.errorUpdatedAt) < until
  // The same read, asked again while nodes are still trying.
  const read = useAsk(contract.revocations.one, input, { everyMs: watching ? POLL_MS : false })
  const watch = (): void => {
    setUntil(Date.now() + WATCH_MS)
    void read.refetch()
  }
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => (
        <div className="page revocation">
          <RevocationHead
            view={view}
            onAsked={(round) => {
              setAsked(round)
              watch()
            }}
          >
            {working ? <Watching watching={watching} onWatch={watch} /> : null}
          </RevocationHead>
          <RevocationCourse view={view} />
          <div className="revocation-columns">
            <RevocationRights view={view} />
            <Remaining view={view} />
            <HandoverPart view={view} />
          </div>
          <RevocationWays view={view} />
          <RevocationAfterParts view={view} />
          <AttemptsPart view={view} />
          <RevocationNodes view={view} />
          <RevocationPlaces view={view} />
        </div>
      )}
    </Shown>
  )
}

/** Nodes are trying, or were just asked for a round of which not all have told. */
const isWorking = ({ state, round, awaited }: RevocationView, asked: number): boolean =>
  state === 'applied' || round < asked || (round === asked && awaited.length > 0)

function Watching({ watching, onWatch }: { readonly watching: boolean; readonly onWatch: () => void }) {
  const { t } = useTranslation('revocations')
  return (
    <span className="quiet revocation-watching">
      {t(watching ? 'watching' : 'stopped')}{' '}
      {watching ? null : (
        <Button size="small" onClick={onWatch}>
          {t('watchOn')}
        </Button>
      )}
    </span>
  )
}
