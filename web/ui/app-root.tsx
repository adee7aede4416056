import { QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { queryClient } from '../data/queries.ts'
import { locale, onLocale } from '../words/locale.ts'
import { SecondHalfDialog } from './second-half-dialog.tsx'
import { StepUpDialog } from './step-up-dialog.tsx'
import { looks, onLooks, themeOf } from './theme.ts'

const locales = { 'zh-CN': zhCN, 'en-US': enUS }

/** Everything a page stands on: the cache, the looks and the language of the ready-made parts. */
export function AppRoot({ children }: { readonly children: ReactNode }) {
  const now = useSyncExternalStore(onLooks, looks)
  const language = useSyncExternalStore(onLocale, locale)
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider
        theme={themeOf(now)}
        locale={locales[language]}
        button={{ autoInsertSpace: false }}
        form={{ requiredMark: 'optional' }}
      >
        <App className="app" notification={{ placement: 'topRight', maxCount: 4 }} message={{ maxCount: 3 }}>
          {children}
          <SecondHalfDialog />
          <StepUpDialog />
        </App>
      </ConfigProvider>
    </QueryClientProvider>
  )
}
