'use client'

import { ErrorPage } from '@/components/error-page'

/** An error outside the desk's frame, or in the frame itself. */
export default ErrorPage
