/**
 * Words that say nothing about a record, in English, French and German, folded. Left out: what means something
 * here (`mit`, a licence; `not`), and single letters but `a`.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about all also an and any are as at be been by can do does for from had has have how i in into is it its me my ' +
    'of on or our that the their there these this those to was we were what when where which who why will with your ' +
    'au aux avec ce ces cette dans de des du en est et la le les leur ou par pour que qui sans ses son sont sur un une ' +
    'als am auf aus bei bis dem den der die das dass ein eine einem einen einer eines fur im ist mir nach oder sind ' +
    'uber und vom von vor wie zu zum zur'
  ).split(' '),
)
