'use client'

import type { ComponentProps, CSSProperties, ReactNode } from 'react'
import { ResponsiveContainer } from 'recharts'
import { cn } from '@/lib/class-names.ts'

/** What each series is called and which colour token it has, by data key. */
export type ChartConfig = Record<string, { label: string; color: string }>

/** A box of fixed height for a Recharts chart; its series' colours are `var(--color-KEY)` inside. */
export function ChartContainer({
  config,
  className,
  children,
  ...props
}: Omit<ComponentProps<'div'>, 'children'> & { config: ChartConfig; children: ReactNode }) {
  const colors = Object.fromEntries(
    Object.entries(config).map(([key, { color }]) => [`--color-${key}`, color]),
  ) as CSSProperties
  return (
    <div
      data-slot="chart"
      style={colors}
      className={cn(
        'w-full text-xs [&_.recharts-cartesian-axis-tick-value]:fill-muted-foreground [&_.recharts-cartesian-grid_line]:stroke-border [&_.recharts-layer]:outline-none [&_.recharts-sector]:outline-none [&_.recharts-surface:focus-visible]:outline-2 [&_.recharts-surface:focus-visible]:outline-ring [&_.recharts-surface]:outline-none',
        className,
      )}
      {...props}
    >
      <ResponsiveContainer
        width="100%"
        height="100%"
        initialDimension={{ width: 640, height: 240 }}
      >
        {children}
      </ResponsiveContainer>
    </div>
  )
}

/** The box in which a chart's tooltip writes. */
export function ChartTooltipBox({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-44 rounded-lg border bg-raised px-3 py-2.5 text-xs shadow-float">
      <div className="mb-1.5 font-medium">{title}</div>
      <div className="grid gap-1">{children}</div>
    </div>
  )
}

/** One line of a tooltip: swatch, name, figure. */
export function ChartTooltipLine({
  swatch,
  label,
  value,
}: {
  swatch: ReactNode
  label: string
  value: ReactNode
}) {
  return (
    <div className="flex items-center gap-2">
      {swatch}
      <span className="text-muted-foreground">{label}</span>
      <span className="ml-auto pl-4 font-medium tabular-nums">{value}</span>
    </div>
  )
}
