/** How the screens look: as the device does, or always light or dark. */
export const themes = ['device', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value)
