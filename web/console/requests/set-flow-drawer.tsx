import { contract, wordsOf } from '@hufu/contract'
import type { Flow, FlowDryRun } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { useRouteWords } from '../../requests/request-words.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { locale } from '../../words/locale.ts'

type Props = { readonly flow: Flow; readonly version: number; readonly onClose: () => void }

/** Shows what a flow would have made of requests of the past, and sets it with a reason. */
export function SetFlowDrawer({ flow, version, onClose }: Props) {
  const { t } = useTranslation('flow')
  const tell = useTell()
  const tried = useQuery({
    queryKey: ['dry-run', flow] as const,
    queryFn: ({ signal }) => ask(contract.requests.dryRun, { body: { flow } }, signal),
    // What was looked at must not change under the button.
    staleTime: 'static',
    gcTime: 0,
    retry: false,
  })
  const send = async ({ because }: { because: string }): Promise<void> => {
    // A flow is set by who has seen what it does: until then, and where it cannot be tried, nothing is sent.
    if (tried.data === undefined) throw tried.error ?? new Error('set before it was tried')
    const body = { flow, version, because: because.trim() }
    const { applied } = await ask(contract.requests.setFlow, { body })
    tell.done(t('dry.saved'), applied)
    await readAgain()
  }
  return (
    <FormDrawer<{ because: string }>
      title={t('dry.title')}
      act={t('dry.save')}
      width={680}
      initial={{}}
      onClose={onClose}
      onSend={send}
    >
      <p className="quiet">{t('dry.lead')}</p>
      <Shown read={tried} skeleton={<RowsSkeleton rows={3} />}>
        {(run) => <DryRun run={run} />}
      </Shown>
      <ReasonItem />
    </FormDrawer>
  )
}

function DryRun({ run }: { readonly run: FlowDryRun }) {
  const { t } = useTranslation('flow')
  if (run.requests === 0) return <p>{t('dry.none')}</p>
  const each = (stages: number): string => (stages / run.requests).toFixed(1)
  return (
    <>
      <Facts
        facts={[
          { key: 'requests', label: t('dry.requests'), value: run.requests },
          { key: 'changed', label: t('dry.changed'), value: run.changed },
          { key: 'refused', label: t('dry.refused'), value: run.refused },
          { key: 'stuck', label: t('dry.stuck'), value: run.stuck },
          {
            key: 'stages',
            label: t('dry.stages'),
            value: `${each(run.stagesBefore)} → ${each(run.stagesAfter)}`,
          },
        ]}
      />
      {run.items.length === 0 ? <p className="quiet">{t('dry.noChange')}</p> : <Items items={run.items} />}
    </>
  )
}

function Items({ items }: Pick<FlowDryRun, 'items'>) {
  const { t } = useTranslation('flow')
  const route = useRouteWords()
  const way = (stages: FlowDryRun['items'][number]['before']): string => stages.map(route).join(' → ')
  return (
    <div className="request-table">
      <table className="plain">
        <thead>
          <tr>
            {(['who', 'what', 'before', 'after'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`dry.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, name, label, before, after, problem }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{label}</td>
              <td>{way(before)}</td>
              <td>
                {problem === null ? (
                  way(after)
                ) : (
                  <span className="request-late">{wordsOf(problem, locale())}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
