'use client'

import { SearchIcon, XIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { NativeSelect } from '@/components/ui/native-select'
import { describeCategory } from '@/core/datasets/describe-category.ts'
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

/** What narrows the table. Typing waits a moment before it asks the database. */
export function FilterBar({
  filters,
  categories,
  onChange,
}: {
  filters: FlaggedFilters
  categories: { name: string; count: number }[]
  onChange: (change: Partial<FlaggedFilters>, mode?: 'push' | 'replace') => void
}) {
  const format = useFormatter()
  const isNarrowed = countActiveFilters(filters) > 0
  return (
    <search className="flex flex-wrap items-center gap-2 border-b px-4 pt-3 pb-3.5 sm:px-5">
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
        className="max-w-52"
        value={filters.category ?? ''}
        onChange={(event) => onChange({ category: event.target.value || null })}
      >
        <option value="">Any category</option>
        {filters.category !== null && !categories.some(({ name }) => name === filters.category) && (
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
      <DelayedInput
        label="Smallest amount"
        placeholder="Min. amount"
        inputMode="decimal"
        className="w-30"
        value={filters.minimumAmount === null ? '' : String(filters.minimumAmount)}
        onChange={(value) => onChange({ minimumAmount: parseNumber(value, Infinity) }, 'replace')}
      />
      <DelayedInput
        label="Lowest score, 0 to 1"
        placeholder="Min. score"
        inputMode="decimal"
        className="w-28"
        value={filters.minimumScore === null ? '' : String(filters.minimumScore)}
        onChange={(value) => onChange({ minimumScore: parseNumber(value, 1) }, 'replace')}
      />
      {isNarrowed && (
        <Button variant="ghost" onClick={() => onChange(noFilters)}>
          <XIcon aria-hidden /> Clear
        </Button>
      )}
    </search>
  )
}

/** A comma is taken for a decimal point; what is no number within bounds filters nothing. */
function parseNumber(text: string, maximum: number): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && value >= 0 && value <= maximum ? value : null
}
