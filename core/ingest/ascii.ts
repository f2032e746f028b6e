/** Codes of the characters that mean something in a CSV file. In UTF-8 they are bytes of nothing else. */
export const NEWLINE = 10
export const RETURN = 13
export const SPACE = 32
export const QUOTE = 34
export const COMMA = 44
export const DELETE = 127
