'use client'

import { SearchIcon, SlidersHorizontalIcon, XIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { NativeSelect } from '@/components/ui/native-select'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import { type Month, monthStart } from '@/core/month.ts'
import {
  countActiveFilters,
  type FlaggedFilters,
  type Label,
  labelValues,
  noFilters,
} from '@/lib/transactions/flagged-filters.ts'
import { DelayedInput } from './delayed-input'

const labelNames: Record<Label, string> = {
  awaiting: 'Awaiting a label',
  unsure: 'Unsure',
  fraud: 'Fraud',
  legitimate: 'Legitimate',
}

type Change = (change: Partial<FlaggedFilters>, mode?: 'push' | 'replace') => void

/** What narrows the table. Typing waits a moment before it asks the database. */
export function FilterBar({
  month,
  filters,
  categories,
  actions,
  onChange,
}: {
  month: Month
  filters: FlaggedFilters
  categories: { name: string; count: number }[]
  /** What can be done with the rows. */
  actions: ReactNode
  onChange: Change
}) {
  const format = useFormatter()
  const ranges = countActiveFilters({
    ...filters,
    search: null,
    category: null,
    label: null,
    day: null,
  })
  const [isOpen, setOpen] = useState(ranges > 0)
  return (
    <search className="grid gap-2 border-b px-4 pt-3 pb-3.5 sm:px-5">
      <div className="flex flex-wrap items-center gap-2">
        <DelayedInput
          label="Search merchant, place or last four digits"
          placeholder="Merchant, place, card"
          icon={<SearchIcon aria-hidden className="size-3.5" />}
          className="w-full sm:w-56"
          value={filters.search ?? ''}
          onChange={(value) => onChange({ search: value.trim() || null }, 'replace')}
        />
        <NativeSelect
          aria-label="Category"
          className="w-40 max-sm:grow"
          value={filters.category ?? ''}
          onChange={(event) => onChange({ category: event.target.value || null })}
        >
          <option value="">Any category</option>
          {filters.category !== null &&
            !categories.some(({ name }) => name === filters.category) && (
              <option value={filters.category}>{describeCategory(filters.category)}</option>
            )}
          {categories.map(({ name, count }) => (
            <option key={name} value={name}>
              {describeCategory(name)} ({format.count(count)})
            </option>
          ))}
        </NativeSelect>
        {filters.shown === 'flagged' && (
          <NativeSelect
            aria-label="Label"
            className="w-40 max-sm:grow"
            value={filters.label ?? ''}
            onChange={(event) => onChange({ label: (event.target.value as Label) || null })}
          >
            <option value="">Any label</option>
            {labelValues.map((label) => (
              <option key={label} value={label}>
                {labelNames[label]}
              </option>
            ))}
          </NativeSelect>
        )}
        <Button
          variant="outline"
          aria-expanded={isOpen}
          aria-controls="more-filters"
          onClick={() => setOpen(!isOpen)}
        >
          <SlidersHorizontalIcon aria-hidden /> More filters{ranges > 0 && ` (${ranges})`}
        </Button>
        {filters.day !== null && (
          <Button
            variant="outline"
            onClick={(event) => {
              keepFocus(event.currentTarget)
              onChange({ day: null })
            }}
          >
            {format.day(new Date(monthStart(month)).setUTCDate(filters.day))}
            <XIcon aria-label="Every day" />
          </Button>
        )}
        {countActiveFilters(filters) > 0 && (
          <Button
            variant="ghost"
            onClick={(event) => {
              keepFocus(event.currentTarget)
              onChange(noFilters)
            }}
          >
            <XIcon aria-hidden /> Clear
          </Button>
        )}
        <span className="ml-auto flex items-center gap-2 max-sm:ml-0">{actions}</span>
      </div>
      <div id="more-filters" hidden={!isOpen}>
        <MoreFilters filters={filters} onChange={onChange} />
      </div>
    </search>
  )
}

/** Gives the focus of a button that is about to go to the first one beside it, which stays. */
function keepFocus(button: HTMLElement): void {
  if (document.activeElement === button) button.closest('search')?.querySelector('button')?.focus()
}

function MoreFilters({ filters, onChange }: { filters: FlaggedFilters; onChange: Change }) {
  const text = (value: number | null) => (value === null ? '' : String(value))
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-muted-foreground text-xs">
      <Range name="Amount">
        <DelayedInput
          label="Smallest amount"
          placeholder="from"
          inputMode="decimal"
          className="w-24"
          value={text(filters.minimumAmount)}
          onChange={(value) => onChange({ minimumAmount: parseNumber(value, 1e12) }, 'replace')}
        />
        <DelayedInput
          label="Largest amount"
          placeholder="to"
          inputMode="decimal"
          className="w-24"
          value={text(filters.maximumAmount)}
          onChange={(value) => onChange({ maximumAmount: parseNumber(value, 1e12) }, 'replace')}
        />
      </Range>
      <Range name="Score">
        <DelayedInput
          label="Lowest score, 0 to 1"
          placeholder="from"
          inputMode="decimal"
          className="w-20"
          value={text(filters.minimumScore)}
          onChange={(value) => onChange({ minimumScore: parseNumber(value, 1) }, 'replace')}
        />
        <DelayedInput
          label="Highest score, 0 to 1"
          placeholder="to"
          inputMode="decimal"
          className="w-20"
          value={text(filters.maximumScore)}
          onChange={(value) => onChange({ maximumScore: parseNumber(value, 1) }, 'replace')}
        />
      </Range>
      <Range name="Place">
        <DelayedInput
          label="Place"
          placeholder="any"
          className="w-36"
          value={filters.place ?? ''}
          onChange={(value) => onChange({ place: value.trim() || null }, 'replace')}
        />
      </Range>
      <Range name="Card">
        <DelayedInput
          label="Last four digits of the card"
          placeholder="last 4"
          inputMode="decimal"
          className="w-20"
          value={filters.card ?? ''}
          onChange={(value) =>
            onChange({ card: /^\d{1,4}$/.test(value.trim()) ? value.trim() : null }, 'replace')
          }
        />
      </Range>
    </div>
  )
}

function Range({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2">
      <span className="w-12 sm:w-auto">{name}</span>
      {children}
    </span>
  )
}

/** A comma is taken for a decimal point; what is no number within bounds filters nothing. */
function parseNumber(text: string, maximum: number): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && value >= 0 && value <= maximum ? value : null
}
