'use client'

import { ErrorPage } from '@/components/error-page'

/** An error of one page: the frame around it stays, so that the way on stays in sight. */
export default ErrorPage
