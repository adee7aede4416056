import { EyeOutlined, PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, usePages } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useSettled } from '../../ui/settled.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { PreviewDrawer } from './preview-drawer.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { useRuleColumns } from './rule-columns.tsx'
import type { Rule } from './rule-columns.tsx'
import { kinds } from './terms.ts'
import '../console.css'
import './visibility.css'

const here = getRouteApi('/signed/console/visibility')

/** Who sees whom: every rule, a new one, and the directory through somebody's eyes. */
export function VisibilityPage() {
  const { t } = useTranslation('visibility')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const open = (what: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: what }) })
  const pages = usePages(contract.directory.visibility, {
    query: {
      limit: 50,
      ended: search.ended === 'true' ? 'true' : 'false',
      ...kindOf(search.kind),
      ...(search.find === undefined ? {} : { search: search.find }),
    },
  })
  const { end, dialog } = useEnd()
  const may = useMay('org.visibility.manage')
  const columns = useRuleColumns(({ id }) => open(id), end)
  const rule = pages.items.find(({ id }) => id === search.open)
  return (
    <div className="page page-fill">
      <PageHead
        title={t('title')}
        lead={t('lead')}
        acts={
          <>
            <Button icon={<EyeOutlined />} onClick={() => open('eyes')}>
              {t('look')}
            </Button>
            <ReasonButton
              type="primary"
              icon={<PlusOutlined />}
              can={may}
              permission="org.visibility.manage"
              onClick={() => open('new')}
            >
              {t('set')}
            </ReasonButton>
          </>
        }
      />
      <Filters />
      <DataList
        label={t('list')}
        columns={columns}
        pages={pages}
        idOf={({ id }) => id}
        empty={<EmptyState title={t('none')} hint={t('noneHint')} />}
      />
      {search.open === 'new' ? <RuleDrawer rule={null} onClose={() => open(undefined)} /> : null}
      {search.open === 'eyes' ? <PreviewDrawer onClose={() => open(undefined)} /> : null}
      {rule === undefined ? null : <RuleDrawer key={rule.id} rule={rule} onClose={() => open(undefined)} />}
      {dialog}
    </div>
  )
}

function kindOf(text: string | undefined) {
  const kind = kinds.find((one) => one === text)
  return kind === undefined ? {} : { kind }
}

function Filters() {
  const { t } = useTranslation('visibility')
  const { find = '', kind, ended } = here.useSearch()
  const navigate = here.useNavigate()
  const filter = (change: {
    find?: string | undefined
    kind?: string | undefined
    ended?: string | undefined
  }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const search = useSettled(find, (text) => filter({ find: text.trim() === '' ? undefined : text }))
  return (
    <div className="toolbar" role="search">
      <Input.Search
        allowClear
        className="grow"
        value={search.value}
        onChange={(event) => search.type(event.target.value)}
        placeholder={t('search')}
        aria-label={t('search')}
      />
      <Select
        className="filter"
        aria-label={t('kind')}
        value={kind ?? ''}
        options={[
          { value: '', label: t('allKinds') },
          ...kinds.map((one) => ({ value: one, label: t(`kinds.${one}`) })),
        ]}
        onChange={(one) => filter({ kind: one === '' ? undefined : one })}
      />
      <Checkbox
        checked={ended === 'true'}
        onChange={(event) => filter({ ended: event.target.checked ? 'true' : undefined })}
      >
        {t('showEnded')}
      </Checkbox>
    </div>
  )
}

function useEnd(): { readonly end: (rule: Rule) => void; readonly dialog: ReactNode } {
  const { t } = useTranslation('visibility')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const end = ({ id, about, kind }: Rule): void =>
    askFirst({
      title: t('endTitle', { about: about.label }),
      lines: [t('endLine', { about: about.label, kind: t(`kinds.${kind}`) })],
      act: t('end'),
      onAct: async (because) => {
        const { applied } = await ask(contract.directory.endVisibility, {
          params: { ruleId: id },
          body: { because },
        })
        tell.done(t('ended'), applied)
        await Promise.all([readAgain(contract.directory.tree), readAgain()])
      },
    })
  return { end, dialog }
}
