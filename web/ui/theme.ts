import { theme as antdTheme } from 'antd'
import type { ThemeConfig } from 'antd'

export type Looks = 'light' | 'dark'
export type LooksChoice = Looks | 'system'

const STORE = 'hufu.looks'
const listeners = new Set<() => void>()
const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')

/** What the person chose on this device; `system` until they choose. */
export function looksChoice(): LooksChoice {
  const kept = localStorage.getItem(STORE)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** What is shown now. */
export function looks(): Looks {
  const choice = looksChoice()
  return choice === 'system' ? (systemDark().matches ? 'dark' : 'light') : choice
}

/** Keeps the choice on this device and shows it at once. */
export function chooseLooks(choice: LooksChoice): void {
  if (choice === 'system') localStorage.removeItem(STORE)
  else localStorage.setItem(STORE, choice)
  showLooks()
  for (const tell of listeners) tell()
}

/** Puts the looks on the document, where our own style sheet reads them. */
export function showLooks(): void {
  document.documentElement.dataset['theme'] = looks()
}

/** For `useSyncExternalStore`: the choice or the system's wish changed. */
export function onLooks(listener: () => void): () => void {
  const told = (): void => {
    showLooks()
    listener()
  }
  const system = systemDark()
  listeners.add(listener)
  system.addEventListener('change', told)
  // The system may have changed its mind while the page was still loading.
  showLooks()
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', told)
  }
}

// Ink blue acts; vermilion is kept for the seal and for what destroys; warnings in a form are amber.
const shared = {
  fontFamily: 'var(--font)',
  fontSize: 14,
  lineHeight: 22 / 14,
  borderRadius: 8,
  wireframe: false,
  motionDurationMid: '0.15s',
  motionDurationSlow: '0.2s',
}
const colours = {
  light: {
    colorPrimary: '#1f4e8c',
    colorInfo: '#1f4e8c',
    colorPrimaryBg: '#e8eff8',
    colorPrimaryBgHover: '#d9e5f4',
    colorPrimaryBorder: '#b4cae7',
    colorPrimaryBorderHover: '#8cabd6',
    colorPrimaryHover: '#2b63ad',
    colorPrimaryActive: '#173c6d',
    colorInfoBg: '#e8eff8',
    colorInfoBorder: '#c3d5ec',
    colorErrorBg: '#fcedeb',
    colorErrorBorder: '#f2c4bf',
    // By itself the design would make it paler under the pointer, too pale for white letters.
    colorErrorHover: '#b22d24',
    colorErrorActive: '#93231b',
    colorWarningBg: '#fcf1dc',
    colorWarningBorder: '#ecd3a3',
    colorSuccessBg: '#e5f3eb',
    colorSuccessBorder: '#b5dcc6',
    colorLink: '#1f4e8c',
    colorLinkHover: '#2b63ad',
    colorLinkActive: '#173c6d',
    colorError: '#c5352b',
    colorWarning: '#a86700',
    colorSuccess: '#2a7d4f',
    colorTextBase: '#1c2430',
    colorBgLayout: '#f4f5f7',
    colorTextSecondary: '#566070',
    colorTextDescription: '#566070',
    colorTextTertiary: '#667081',
    colorTextPlaceholder: '#6b7585',
  },
  dark: {
    colorPrimary: '#4f84cd',
    colorInfo: '#4f84cd',
    colorPrimaryBg: '#1f2d42',
    colorPrimaryBgHover: '#263750',
    colorInfoBg: '#1f2d42',
    colorInfoBorder: '#314968',
    colorErrorBg: '#3a2023',
    colorErrorBorder: '#6b302f',
    colorWarningBg: '#352a17',
    colorWarningBorder: '#5d4a23',
    colorSuccessBg: '#1a3126',
    colorSuccessBorder: '#2d5a44',
    colorLink: '#86b1ee',
    colorLinkHover: '#a5c5f3',
    colorLinkActive: '#6f9fe3',
    colorError: '#f58479',
    colorWarning: '#d99a35',
    colorSuccess: '#4fae7b',
    colorBgBase: '#171c25',
    colorBgLayout: '#11151c',
    colorBgContainer: '#181d26',
    colorBgElevated: '#202733',
    colorBorder: '#3a4453',
    colorBorderSecondary: '#2b3340',
    colorTextBase: '#e6e9ef',
    colorTextSecondary: '#a4aebc',
    colorTextDescription: '#a4aebc',
    colorTextTertiary: '#939dac',
    colorTextPlaceholder: '#8791a0',
  },
} as const

/**
 * Who asked their system for less motion gets none: parts that wait for the end of an animation of no length wait for
 * ever, and a menu stays outside the window.
 */
const moves = (): boolean => !matchMedia('(prefers-reduced-motion: reduce)').matches

/** Ant Design's theme in our colours. */
export function themeOf(now: Looks): ThemeConfig {
  return {
    algorithm: now === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: { ...shared, ...colours[now], motion: moves() },
    components: {
      Button: {
        primaryShadow: 'none',
        dangerShadow: 'none',
        defaultShadow: 'none',
        // In the dark, red is light enough to be read as text, so what stands on it is dark.
        ...(now === 'dark' ? { dangerColor: '#1d0f0d' } : {}),
      },
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
      Tabs: {
        horizontalMargin: '0 0 12px',
        itemSelectedColor: colours[now].colorLink,
        itemHoverColor: colours[now].colorLink,
        inkBarColor: colours[now].colorLink,
      },
    },
  }
}
