import { originBy } from '#sdk'

export const origin = originBy('s3')
